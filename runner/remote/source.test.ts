import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { calls } from '../suite/calls.js'
import { type FamilyName, families, namesOf } from '../suite/constants.js'
import { Cursor } from '../suite/cursor.js'
import { bytesOf, dataOf } from '../suite/data.js'
import { printValue } from '../suite/print.js'
import { readValue } from '../suite/scan.js'
import { probeDigest, probeSource } from './source.js'

const STRICT = ['-std=c99', '-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Werror']

/** Calls that a build may lack: the libc has none, or no macro tells that it has. */
const OPTIONAL = `
  tcgetwinsize tcsetwinsize ptsname_r openpty forkpty login_tty getpt ptmget revoke kqueue kevent kevent_wait
  unmount jail pledge`
  .trim()
  .split(/\s+/)

const folder = mkdtempSync(join(tmpdir(), 'ptycheck-source-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

const source = probeSource()
const file = join(folder, 'probe.c')
writeFileSync(file, source)

function compile(compiler: string, ...options: string[]): void {
  execFileSync(compiler, [...STRICT, ...options, file], { stdio: ['ignore', 'ignore', 'pipe'] })
}

t.test('the source is one file of printable ASCII, the same every time', async t => {
  t.equal(probeSource(), source)
  t.notMatch(source, /[^\t\n\x20-\x7e]/)
  t.notMatch(source, /^#include "/m, 'no file of our own is included')
  t.match(source, /#define _GNU_SOURCE[\s\S]*#include <sys\/types.h>/)
})

t.test('the digest is SHA-256 in hex and moves with any byte', async t => {
  t.equal(
    probeDigest(''),
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'of nothing',
  )
  t.not(probeDigest(source), probeDigest(`${source} `))
})

for (const compiler of ['gcc', 'i686-gcc', 'clang', 'musl-gcc'] as const) {
  t.test(`${compiler} has nothing to warn about`, async t => {
    const program = needs(t, compiler)
    if (program !== undefined) t.doesNotThrow(() => compile(program, '-fsyntax-only'))
  })
}

t.test('what the probe has', async t => {
  if (needs(t, 'cc') === undefined) return
  const program = join(folder, 'probe')
  compile('cc', '-O1', '-o', program)
  const listed = (word: string) =>
    execFileSync(program, [word], { encoding: 'utf8' }).trimEnd().split('\n')

  t.test('its calls are those of the language', async t => {
    const known = new Set(Object.keys(calls))
    const built = new Set(listed('calls'))
    t.strictSame(
      [...built].filter(name => !known.has(name)),
      [],
      'none beside them',
    )
    const lacking = [...known].filter(name => !built.has(name) && !OPTIONAL.includes(name))
    t.strictSame(lacking, process.platform === 'linux' ? [] : lacking)
  })

  t.test('it reads and shows data as the reader and printer of suites do', async t => {
    const values = [
      '"a\\r\\n\\e\\\\\\"\\x00\\0007$5 $$" "\\xff"',
      '"x"*4095 "\\n"',
      'seq(1000, 3000) text(70, 100) "ab"',
      '"abcdefghijklmnopqrstuvwxyz" "zzzzzzzzzzzzzzzz"',
      '"$"*20 "\\x24name \\x24{name}"',
    ]
    const wanted = values.map(value => {
      const data = readValue(new Cursor(value))
      return data.kind === 'data' ? printValue(dataOf(bytesOf(data))) : t.fail(value)
    })
    t.strictSame((await echoed(program, values)).sort(), wanted.sort())
  })

  t.test('a hostile value ends its case, not the probe', async t => {
    const hostile = [
      `${'['.repeat(5000)}1`,
      '"x"*99999999999999999999',
      'seq(0, 99999999999)',
      '"never closed',
      '{c_lflag=}',
      '"\\q"',
    ]
    const answers = await echoed(program, [...hostile, '"fine"'])
    t.equal(answers.length, hostile.length + 1)
    t.ok(answers.includes('"fine"'))
  })

  t.test('its constants are those of the language that the headers define', async t => {
    const familyNames = Object.keys(families) as FamilyName[]
    const known = new Map(
      familyNames.flatMap(family => namesOf(family).map(name => [name, family])),
    )
    const macros = definedMacros(folder)
    const built = new Map(
      listed('symbols').map(line => line.split('\t').slice(0, 2).reverse() as [string, string]),
    )
    t.strictSame(
      [...built].filter(([name, family]) => known.get(name) !== family),
      [],
      'each in its family',
    )
    t.strictSame(
      [...known.keys()].filter(name => !built.has(name) && macros.has(name)),
      [],
      'none is left out that is defined here',
    )
    const everywhere = ['EIO', 'SIGHUP', 'O_NOCTTY', 'ICANON', 'VMIN', 'B9600', 'POLLIN', 'WNOHANG']
    t.strictSame(
      everywhere.filter(name => !built.has(name)),
      [],
      'what POSIX demands is there',
    )
  })
})

/** Sends values through a pipe of a case, and gives the texts and troubles that came back, in any order. */
async function echoed(program: string, values: readonly string[]): Promise<string[]> {
  const probe = spawn(program, ['play', 'test'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const cases = values.map((value, n) =>
    [
      `case\t${n}\t1\t0\t1\t0`,
      'act\t0\t-\t-\t1\tpipe\ta:0,b:1\t-',
      `act\t1\t-\t-\t1\twrite\t-\t-\tb\t${value}`,
      'act\t2\t-\t-\t1\tread\t-\t-\ta\t65536',
      `over\t${n}`,
    ].join('\n'),
  )
  probe.stdin.write(`option\tjobs\t1\n${cases.join('\n')}\ngo\n`)
  let output = ''
  for await (const chunk of probe.stdout) {
    output += chunk
    if (output.includes('\ndone\n')) probe.stdin.end()
  }
  return [...output.matchAll(/^(?:line\t2\t.*\tvalue|trouble\t\w+)\t(.*)$/gm)].map(
    match => match[1] ?? '',
  )
}

/** The macros that the probe's own headers define here, told by the preprocessor. */
function definedMacros(folder: string): Set<string> {
  const headers = source.match(/^#include <.*>$/gm) ?? []
  const present = join(folder, 'headers.c')
  const conditional = headers.map(line => {
    const name = line.slice('#include '.length)
    return `#if __has_include(${name})\n${line}\n#endif`
  })
  writeFileSync(present, ['#define _GNU_SOURCE', ...new Set(conditional)].join('\n'))
  const output = execFileSync('cc', ['-std=c99', '-dM', '-E', present], { encoding: 'utf8' })
  return new Set([...output.matchAll(/^#define (\w+)/gm)].map(match => match[1] ?? ''))
}
