import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')
const folder = t.testdir({})
const id = 'poll/hangup-excludes-writing'

function ptycheck(...words: string[]) {
  return execa(process.execPath, [main, ...words], { reject: false, cwd: folder })
}

t.before(async () => {
  const { exitCode } = await ptycheck(
    ...['run', 'reference:linux', 'reference:musl', 'reference:posix', '--filter', 'poll/hangup'],
    '--no-report',
  )
  t.equal(exitCode, 1)
})

t.test('from the newest run to a text with its program', async t => {
  const { stdout, exitCode } = await ptycheck('bug', id, '--host', 'reference:linux')
  t.equal(exitCode, 0)
  t.match(stdout, /^# poll\(\) does not show POLLHUP and POLLOUT together: not so on linux\n/)
  t.match(stdout, /\n\| model of posix \| as demanded \| /)
  t.match(stdout, /\n\| model of freebsd \| as demanded \| /, 'though it is not in the run')
  const [, program] = /\n```c\n([\s\S]*)\n```$/.exec(stdout) ?? []
  t.equal(program, (await ptycheck('repro', id)).stdout)
})

t.test('into a file, in another format', async t => {
  await ptycheck('bug', id, '--host', 'reference:linux', '--format', 'text', '-o', 'mail.txt')
  t.match(readFileSync(join(folder, 'mail.txt'), 'utf8'), /^Subject: poll\(\) does not show/)
})

t.test('what cannot be', async t => {
  const refused = [
    [['bug', id], 64, /name a host with --host: .* failed on reference:linux, reference:musl/],
    [['bug', id, '--host', 'other'], 64, /no host 'other'; it has reference:linux/],
    [['bug', id, '--host', 'reference:posix'], 3, /'pass' on reference:posix: nothing to report/],
    [['bug', 'poll/hangup-excluded-writing'], 3, /did you mean 'poll\/hangup-excludes-writing'/],
    [['bug', id, '--format', 'html'], 64, /no format 'html'; there are: markdown/],
    [['bug', id, '--run', 'nowhere'], 66, /no run in nowhere/],
  ] as const
  for (const [words, status, said] of refused) {
    const { exitCode, stderr } = await ptycheck(...words)
    t.match({ exitCode, stderr }, { exitCode: status, stderr: said }, words.join(' '))
  }
})
