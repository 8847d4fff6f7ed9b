/** The scripts in the shells they are for. */
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { needs } from '../../fixtures/lab/install.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')
const folder = t.testdir({ bin: {} })
const ptycheck = join(folder, 'bin', 'ptycheck')
writeFileSync(ptycheck, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
chmodSync(ptycheck, 0o755)
const env = { HOME: folder, PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, TERM: 'dumb' }

for (const shell of ['bash', 'zsh', 'fish']) {
  const { stdout } = await execa(ptycheck, ['completion', shell])
  writeFileSync(join(folder, shell), stdout)
}

/** A beginning of a command line, some of what may follow, and what must not. */
const lines: readonly [line: string, offered: readonly string[], not: string][] = [
  ['ptycheck li', ['lint', 'list'], 'run'],
  ['ptycheck lint --f', ['--fix'], '--filter'],
  [
    'ptycheck run --filter hangup/leader-gets',
    ['hangup/leader-gets-sighup'],
    'hangup/nobodys-terminal',
  ],
  ['ptycheck show exclusive/', ['exclusive/'], 'hangup/'],
  ['ptycheck run lo', ['local'], 'reference'],
  ['ptycheck agree --host lo', ['local'], 'bsd43'],
  ['ptycheck mutants --defect eof-slave', ['eof-slave-close-discards'], 'local'],
  ['ptycheck report some --format ju', ['junit'], 'json'],
  ['ptycheck run --format kc', ['kcidb'], 'local'],
  ['ptycheck coverage HU-0', ['HU-01'], 'PK-01'],
  ['ptycheck completion f', ['fish'], 'zsh'],
  ['ptycheck expect u', ['update'], 'local'],
]

async function check(t: Test, offer: (line: string) => Promise<string>) {
  for (const [line, offered, not] of lines) {
    const words = await offer(line)
    for (const word of offered) t.match(words, word, line)
    t.notMatch(words, not, line)
  }
}

t.test('bash', async t => {
  // bash parts words at the colons of COMP_WORDBREAKS, also for us.
  const ask = `source ./bash
COMP_LINE=$1 COMP_POINT=\${#1}
read -ra COMP_WORDS <<<"\${1//:/ : }"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_ptycheck
printf '%s\\n' "\${COMPREPLY[@]}"`
  const offer = async (line: string) =>
    (await execa('bash', ['--norc', '-c', ask, 'bash', line], { cwd: folder, env })).stdout
  await check(t, offer)
  t.equal(await offer('ptycheck run reference:mu'), 'musl', 'only what follows the last colon')
})

t.test('fish', async t => {
  const fish = needs(t, 'fish')
  if (fish === undefined) return
  const ask = 'source ./fish; complete --do-complete $argv[1]'
  const offer = async (line: string) =>
    (await execa(fish, ['--no-config', '-c', ask, line], { cwd: folder, env })).stdout
  await check(t, offer)
  t.match(await offer('ptycheck run reference:mu'), /^reference:musl/)
})

t.test('zsh', async t => {
  const zsh = needs(t, 'zsh')
  if (zsh === undefined) return
  // As bashcompinit calls it: with the arrays and the word splitting of sh; zsh takes what begins as the word does.
  const ask = `autoload -Uz compinit && compinit -u -D
source ./zsh
whole=$1
ask() {
  emulate -L sh
  setopt ksh_arrays
  COMP_LINE=$whole COMP_POINT=\${#whole}
  set -A COMP_WORDS $whole
  case $whole in *' ') COMP_WORDS+=('') ;; esac
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _ptycheck
  for reply in "\${COMPREPLY[@]}"; do
    case $reply in "\${whole##* }"*) printf '%s\\n' "$reply" ;; esac
  done
}
ask
print -r -- "for $_comps[ptycheck]"`
  const offer = async (line: string) =>
    (await execa(zsh, ['-f', '-c', ask, 'zsh', line], { cwd: folder, env })).stdout
  await check(t, offer)
  t.match(await offer('ptycheck run reference:mu'), /^reference:musl\nfor .*_ptycheck/)
})
