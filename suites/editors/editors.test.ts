/** Editors colour suites: each place of a step has the meaning that the reader gives it. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import oniguruma from 'vscode-oniguruma'
import textmate from 'vscode-textmate'
import { needs } from '../../fixtures/lab/install.js'

const root = join(import.meta.dirname, '..')
const here = join(root, 'editors')

const sample = `# vim: ft=strace
title  Places
case a-claim
level  shall
given  pair raw
8x open("$dir/p\\n", O_RDWR)  = p[] then -1 ENOSPC
bg: tcsetattr(s, {c_lflag=!ECHO|..., ...})  = n:1.. <0.2..>  # why
a|b: <... read resumed>  = ? or not "x"*12 "\\q"
--- no SIGHUP ---
x: +++ exited with 0 +++
close(-leader)  <unfinished ...>
repeat 300
{
}  # apart
load   2
risk   host-ptys
read(m, 1)  = "" <..1.5>
ioctl(s, FIONREAD)  = 5 <settles>
`

/** A text of the sample, by line and what stands there: the meaning in each editor's words. */
const places: readonly [line: number, text: string, scope: string, group: string][] = [
  [1, 'vim', 'comment.line.number-sign.pty', 'ptyComment'],
  [2, 'title', 'keyword.other.key.pty', 'ptyKey'],
  [2, 'Places', 'string.unquoted.text.pty', 'ptyText'],
  [3, 'case', 'keyword.control.case.pty', 'ptyCase'],
  [3, 'a-claim', 'entity.name.section.case.pty', 'ptyClaim'],
  [4, 'shall', 'constant.language.level.pty', 'ptyLevel'],
  [5, 'raw', 'entity.other.attribute-name.word.pty', 'ptyWords'],
  [6, '8', 'constant.numeric.count.pty', 'ptyCount'],
  [6, 'open', 'entity.name.function.call.pty', 'ptyCall'],
  [6, '$dir', 'variable.other.name.pty', 'ptyNamed'],
  [6, '/p', 'string.quoted.double.pty', 'ptyString'],
  [6, '\\n', 'constant.character.escape.pty', 'ptyEscape'],
  [6, 'O_RDWR', 'support.constant.pty', 'ptyConstant'],
  [6, 'p[]', 'variable.other.name.pty', 'ptyName'],
  [6, 'then', 'keyword.operator.word.pty', 'ptyOperator'],
  [6, '-1', 'constant.numeric.pty', 'ptyNumber'],
  [6, 'ENOSPC', 'constant.other.errno.pty', 'ptyErrno'],
  [7, 'bg', 'entity.name.type.process.pty', 'ptyProcess'],
  [7, 'c_lflag', 'variable.other.member.pty', 'ptyField'],
  [7, '!ECHO', 'support.constant.pty', 'ptyConstant'],
  [7, '...', 'keyword.operator.rest.pty', 'ptyOperator'],
  [7, 'n:', 'variable.other.name.pty', 'ptyName'],
  [7, '0.2', 'constant.numeric.seconds.pty', 'ptySeconds'],
  [7, 'why', 'comment.line.number-sign.pty', 'ptyComment'],
  [8, 'a|b', 'entity.name.type.process.pty', 'ptyProcess'],
  [8, '<...', 'keyword.control.waiting.pty', 'ptyWaiting'],
  [8, 'read', 'entity.name.function.call.pty', 'ptyResumed'],
  [8, '?', 'constant.language.any.pty', 'ptyAny'],
  [8, 'not', 'keyword.operator.word.pty', 'ptyOperator'],
  [8, '12', 'constant.numeric.pty', 'ptyNumber'],
  [8, '\\q', 'invalid.illegal.escape.pty', 'ptyBadEscape'],
  [9, '---', 'keyword.control.event.pty', 'ptyEvent'],
  [9, 'SIGHUP', 'support.constant.pty', 'ptyConstant'],
  [10, '+++', 'keyword.control.event.pty', 'ptyEvent'],
  [10, '0', 'constant.numeric.pty', 'ptyNumber'],
  [11, '-leader', 'variable.other.name.pty', 'ptyName'],
  [11, '<unfinished', 'keyword.control.waiting.pty', 'ptyWaiting'],
  [12, 'repeat', 'keyword.other.key.pty', 'ptyKey'],
  [13, '{', 'keyword.control.together.pty', 'ptyTogether'],
  [14, '}', 'keyword.control.together.pty', 'ptyTogether'],
  [15, 'load', 'keyword.other.key.pty', 'ptyKey'],
  [16, 'host-ptys', 'entity.other.attribute-name.word.pty', 'ptyWords'],
  [17, '1.5', 'constant.numeric.seconds.pty', 'ptySeconds'],
  [18, '<settles>', 'keyword.control.waiting.pty', 'ptyWaiting'],
  [14, 'apart', 'comment.line.number-sign.pty', 'ptyComment'],
]

/** Offset of a place in its line. */
function offsetOf(line: number, text: string): number {
  return (sample.split('\n')[line - 1] ?? '').indexOf(text)
}

async function loadGrammar() {
  const require = createRequire(import.meta.url)
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'))
  await oniguruma.loadWASM(wasm)
  const { contributes } = JSON.parse(readFileSync(join(here, 'vscode', 'package.json'), 'utf8'))
  const [{ scopeName, path }] = contributes.grammars
  const file = join(here, 'vscode', path)
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
      createOnigString: text => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(file, 'utf8'), file),
  })
  const loaded = await registry.loadGrammar(scopeName)
  if (!loaded) throw new Error(`no grammar ${scopeName}`)
  return loaded
}

const grammar = loadGrammar()

/** The tokens of a line that are more than blanks, with their innermost scope. */
function tokens(of: textmate.IGrammar, line: string) {
  return of
    .tokenizeLine(line, textmate.INITIAL)
    .tokens.map(({ startIndex, endIndex, scopes }) => ({
      at: startIndex,
      text: line.slice(startIndex, endIndex),
      scope: scopes.at(-1) ?? '',
    }))
    .filter(({ text }) => text.trim() !== '')
}

t.test('TextMate: nothing of any suite stays without a scope, and nothing is illegal', async t => {
  const of = await grammar
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter(name => name.endsWith('.pty'))) {
    const lines = readFileSync(join(root, file), 'utf8').split('\n')
    const bare = lines.flatMap(line =>
      tokens(of, line).filter(({ scope }) => /^(source|invalid)\./.test(scope)),
    )
    t.same(bare, [], file)
  }
  const [slip] = tokens(of, 'level  must')
  t.notMatch(slip?.scope, /^keyword/, 'what is no key of the language is not coloured as one')
})

t.test('TextMate: chosen places have the scope that is due', async t => {
  const of = await grammar
  const lines = sample.split('\n')
  for (const [line, text, scope] of places) {
    const at = offsetOf(line, text)
    const found = tokens(of, lines[line - 1] ?? '')
      .filter(token => token.at <= at)
      .at(-1)
    t.equal(found?.scope, scope, `${text} in line ${line}`)
  }
})

t.test('Visual Studio Code finds all files of its extension', t => {
  const { contributes } = JSON.parse(readFileSync(join(here, 'vscode', 'package.json'), 'utf8'))
  const [language] = contributes.languages
  t.same(language.extensions, ['.pty'])
  const settings = JSON.parse(readFileSync(join(here, 'vscode', language.configuration), 'utf8'))
  t.equal(settings.comments.lineComment, '#')
  t.end()
})

/** Runs Vim with our colours for these files on a script, and gives what the script put into the list `told`. */
async function askVim(
  vim: string,
  home: string,
  script: (folder: string) => readonly string[],
): Promise<string[]> {
  const syntax = join(home, '.vim', 'after', 'syntax')
  mkdirSync(syntax, { recursive: true })
  copyFileSync(join(here, 'ptycheck.vim'), join(syntax, 'strace.vim'))
  writeFileSync(
    join(home, 'ask.vim'),
    [
      `set nocompatible modeline runtimepath^=${home}/.vim runtimepath+=${home}/.vim/after`,
      'filetype on',
      'syntax on',
      'let told = []',
      ...script(home),
      `call writefile(told, '${home}/told')`,
      'quitall!',
    ].join('\n'),
  )
  const { exitCode } = await execa(vim, ['-es', '-u', 'NONE', '-i', 'NONE', '-S', 'ask.vim'], {
    cwd: home,
    env: { HOME: home, TERM: 'dumb' },
    input: '',
    reject: false,
  })
  t.equal(exitCode, 0)
  return readFileSync(join(home, 'told'), 'utf8').split('\n').slice(0, -1)
}

t.test('Vim: chosen places have the group that is due', async t => {
  const vim = needs(t, 'vim')
  if (vim === undefined) return
  const home = t.testdir({ 'sample.pty': sample, 'trace.strace': 'read(3, "x", 1) = 1\n' })
  const asked = places.map(([line, text]) => `${line}, ${offsetOf(line, text) + 1}`)
  const [own, ...told] = await askVim(vim, home, folder => [
    `edit ${folder}/sample.pty`,
    'call add(told, b:current_syntax)',
    ...asked.map(place => `call add(told, synIDattr(synID(${place}, 1), 'name'))`),
    `edit ${folder}/trace.strace`,
    'set filetype=strace',
    'call add(told, b:current_syntax)',
  ])
  t.equal(own, 'ptycheck')
  t.equal(told.pop(), 'strace', 'other traces keep the colours of strace')
  for (const [i, [line, text, , group]] of places.entries())
    t.equal(told[i], group, `${text} in line ${line}`)
})

t.test('Vim: nothing of any suite but punctuation stays without colour', async t => {
  const vim = needs(t, 'vim')
  if (vim === undefined) return
  const told = await askVim(vim, t.testdir({}), () => [
    `for file in split(glob('${root}/**/*.pty'), "\\n")`,
    "  execute 'edit' file",
    "  for at in range(1, line('$'))",
    '    let text = getline(at)',
    "    let column = match(text, '[^][ (){}=,|*:]')",
    '    while column >= 0',
    "      let name = synIDattr(synID(at, column + 1, 1), 'name')",
    "      if name ==# '' || name ==# 'ptyBadEscape'",
    "        call add(told, file . ':' . at . ':' . (column + 1) . ': ' . text)",
    '      endif',
    "      let column = match(text, '[^][ (){}=,|*:]', column + 1)",
    '    endwhile',
    '  endfor',
    'endfor',
    'call add(told, b:current_syntax)',
  ])
  t.same(told, ['ptycheck'])
})
