/** What was typed, what was echoed, and what a read gives: seen on Linux 6.18. */
import t, { type Test } from 'tap'
import { shownOnce } from '../../fixtures/model-cases.js'
import { freebsd } from './profiles/freebsd.js'
import { linux } from './profiles/linux.js'
import { openbsd } from './profiles/openbsd.js'
import { posix } from './profiles/posix.js'

/** Parameters, bytes typed by the master, and then: what it reads back, and what the slave reads. */
function typed(
  t: Test,
  { termios = '', bytes }: { readonly termios?: string; readonly bytes: string },
  { echo, input }: { readonly echo: string; readonly input?: string },
): void {
  const lines = shownOnce(
    `given pair
fcntl(s, F_SETFL, O_NONBLOCK) = 0
${termios === '' ? '' : `tcsetattr(s, TCSANOW, {${termios}, ...}) = 0`}
write(m, ${bytes}) = _
drain(m) = ?
read(s, 8192) = ?`,
    linux,
  )
  t.equal(lines.at(-2), echo, 'echo')
  if (input !== undefined) t.equal(lines.at(-1), input, 'input')
  t.end()
}

t.test('erase', t =>
  typed(t, { bytes: '"abc\\x7f\\n"' }, { echo: '"abc\\b \\b\\r\\n"', input: '"ab\\n"' }),
)

t.test('erase of a control character takes two columns', t =>
  typed(t, { bytes: '"\\x01\\x7f"' }, { echo: '"^A\\b \\b\\b \\b"' }),
)

t.test('erase of a tab goes back to where it began', t =>
  typed(t, { bytes: '"a\\t\\x7f"' }, { echo: '"a\\t\\b\\b\\b\\b\\b\\b\\b"' }),
)

t.test('erase does nothing at the begin of a line', t =>
  typed(t, { bytes: '"a\\n\\x7f"' }, { echo: '"a\\r\\n"', input: '"a\\n"' }),
)

t.test('kill rubs out the line', t =>
  typed(t, { bytes: '"ab\\x15c\\n"' }, { echo: '"ab\\b \\b\\b \\bc\\r\\n"', input: '"c\\n"' }),
)

t.test('kill without ECHOKE is shown, with a new line', t =>
  typed(
    t,
    { termios: 'c_lflag=!ECHOKE|...', bytes: '"ab\\x15c\\n"' },
    { echo: '"ab^U\\r\\nc\\r\\n"', input: '"c\\n"' },
  ),
)

t.test('word erase', t =>
  typed(t, { bytes: '"a bc\\x17\\n"' }, { echo: '"a bc\\b \\b\\b \\b\\r\\n"', input: '"a \\n"' }),
)

t.test('reprint', t =>
  typed(t, { bytes: '"ab\\x12\\n"' }, { echo: '"ab^R\\r\\nab\\r\\n"', input: '"ab\\n"' }),
)

t.test('the next byte literally', t =>
  typed(t, { bytes: '"\\x16\\x03\\n"' }, { echo: '"^\\b^C\\r\\n"', input: '"\\x03\\n"' }),
)

t.test('hard-copy erase', t =>
  typed(
    t,
    { termios: 'c_lflag=ECHOPRT|...', bytes: '"abc\\x7f\\x7fd\\n"' },
    { echo: '"abc\\\\cb/d\\r\\n"', input: '"ad\\n"' },
  ),
)

t.test('ECHONL without ECHO', t =>
  typed(
    t,
    { termios: 'c_lflag=!ECHO|ECHONL|...', bytes: '"ab\\n"' },
    { echo: '"\\r\\n"', input: '"ab\\n"' },
  ),
)

t.test('IUTF8 erases a whole character', t =>
  typed(
    t,
    { termios: 'c_iflag=IUTF8|...', bytes: '"x\\xc3\\xa4\\x7f\\n"' },
    { echo: '"x\\xc3\\xa4\\b \\b\\r\\n"', input: '"x\\n"' },
  ),
)

t.test('return becomes newline, or is dropped, or stays', t => {
  t.test('ICRNL', t => typed(t, { bytes: '"a\\r"' }, { echo: '"a\\r\\n"', input: '"a\\n"' }))
  t.test('IGNCR', t =>
    typed(
      t,
      { termios: 'c_iflag=IGNCR|...', bytes: '"a\\rb\\n"' },
      { echo: '"ab\\r\\n"', input: '"ab\\n"' },
    ),
  )
  t.test('INLCR', t =>
    typed(
      t,
      { termios: 'c_iflag=INLCR|!ICRNL|...', bytes: '"a\\n"' },
      { echo: '"a^M"', input: '-1 EAGAIN' },
    ),
  )
  t.end()
})

t.test('ISTRIP and PARMRK', t =>
  typed(
    t,
    { termios: 'c_iflag=PARMRK|...', bytes: '"\\xff\\n"' },
    { echo: '"\\xff\\r\\n"', input: '"\\xff\\xff\\n"' },
  ),
)

t.test('a signal character drops what was typed and its echo that was not yet out', t =>
  typed(t, { bytes: '"typed\\x03"' }, { echo: '"^C"', input: '-1 EAGAIN' }),
)

t.test('with NOFLSH it drops nothing', t =>
  typed(
    t,
    { termios: 'c_lflag=NOFLSH|...', bytes: '"typed\\x03\\n"' },
    { echo: '"typed^C\\r\\n"', input: '"typed\\n"' },
  ),
)

t.test('end-of-file marks divide without being read', t => {
  const reads = shownOnce(
    `given pair
fcntl(s, F_SETFL, O_NONBLOCK) = 0
write(m, "abc\\x04def\\x04\\x04x\\n") = ?
ioctl(s, FIONREAD) = ?
5x read(s, 64) = ?
read(s, 64) = ?`,
    linux,
  )
  t.same(reads.slice(2), ['8', '["abc", "def", "", "x\\n"] then -1 EAGAIN', '-1 EAGAIN'])
  t.end()
})

t.test('STOP holds output and echo, START releases both', t => {
  const seen = shownOnce(
    `given pair
fcntl(m, F_SETFL, O_NONBLOCK) = 0
fcntl(s, F_SETFL, O_NONBLOCK) = 0
write(m, "\\x13ab") = ?
read(m, 9) = ?
write(s, "x") = ?
write(m, "\\x11") = ?
read(m, 9) = ?`,
    linux,
  )
  t.same(seen.slice(2), ['3', '-1 EAGAIN', '-1 EAGAIN', '1', '"ab"'])
  t.end()
})

t.test('a line that is too long keeps its begin and its end', t =>
  typed(
    t,
    { termios: 'c_lflag=!ECHO|...', bytes: '"a"*5000 "\\n"' },
    { echo: '""', input: '"a"*4095 "\\n"' },
  ),
)

t.test('MIN and TIME', t => {
  const seen = shownOnce(
    `given pair raw
fcntl(s, F_SETFL, O_NONBLOCK) = 0
tcsetattr(s, TCSANOW, {VMIN=5, VTIME=0, ...}) = 0
write(m, "abc") = 3
poll({s=POLLIN}, 0) = ?
read(s, 9) = ?
read(s, 9) = ?
tcsetattr(s, TCSANOW, {VMIN=0, ...}) = 0
read(s, 9) = ?`,
    linux,
  )
  t.same(seen.slice(3), ['{}', '"abc"', '-1 EAGAIN', '0', '""'])
  t.end()
})

t.test('lines are no longer apart when canonical mode was left and entered again', t => {
  const lines = shownOnce(
    `given pair
fcntl(s, F_SETFL, O_NONBLOCK) = 0
write(m, "one\\ntw") = _
tcsetattr(s, TCSANOW, {c_lflag=!ICANON|..., ...}) = 0
tcsetattr(s, TCSANOW, {c_lflag=ICANON|..., ...}) = 0
read(s, 8192) = ?`,
    linux,
  )
  t.equal(lines.at(-1), '"one\\ntw"')
  t.end()
})

t.test('a return that is read as a newline ends a line that is too long', t => {
  const lines = shownOnce(
    `given pair
tcsetattr(s, TCSANOW, {c_lflag=!ECHO|..., ...}) = 0
write(m, "a"*9000) = 9000
write(m, "\\r") = 1
read(s, 8192) = ?`,
    { ...posix, inputLimit: 4096 },
  )
  t.equal(lines.at(-1), '"a"*4096 "\\n"')
  t.end()
})

t.test('where a full line takes no end either, EOL and EOF ring as any byte does', t => {
  const lines = shownOnce(
    `given pair
fcntl(s, F_SETFL, O_NONBLOCK) = 0
tcsetattr(s, TCSANOW, {c_iflag=IMAXBEL|..., c_lflag=!ECHO|..., VEOL="#", VEOF="\\x04", ...}) = 0
write(m, "a"*1920) = 1920
write(m, "#") = 1
write(m, "\\x04") = 1
read(m, 9) = ?
read(s, 9) = ?`,
    freebsd,
  )
  t.same(lines.slice(-2), ['"\\a\\a"', '-1 EAGAIN'])
  t.end()
})

t.test('what was taken literally stays so when lines begin', t => {
  const lines = shownOnce(
    `given pair
tcsetattr(s, TCSANOW, {c_lflag=!ICANON|!ECHO|IEXTEN|..., ...}) = 0
write(m, "\\x16\\x04b") = 3
tcsetattr(s, TCSANOW, {c_lflag=ICANON|..., ...}) = 0
write(m, "\\n") = 1
read(s, 9) = ?`,
    freebsd,
  )
  t.equal(lines.at(-1), '"\\x04b\\n"')
  t.end()
})

t.test(
  'lines edited elsewhere: bytes where there are none, and a bell for each that is too much',
  t => {
    const lines = shownOnce(
      `given pair
tcsetattr(s, TCSANOW, {c_iflag=IMAXBEL|..., c_lflag=!ICANON|..., ...}) = 0
ioctl(m, TIOCEXT, 1) = 0
write(m, "a\\x03") = 2
read(s, 9) = ?
tcsetattr(s, TCSANOW, {c_lflag=ICANON|..., ...}) = 0
write(m, "a"*8193 "\\n") = 8194
read(m, 9) = ?`,
      openbsd,
    )
    t.equal(lines.at(-4), '"a\\x03"')
    t.equal(lines.at(-1), '"\\a\\a"')
    t.end()
  },
)

t.test('where leaving canonical mode leaves an end of file behind, poll() tells of it', t => {
  const lines = shownOnce(
    `given pair
tcsetattr(s, TCSANOW, {c_lflag=!ICANON|..., ...}) = 0
poll({s=POLLIN}, 0) = ?
read(s, 9) = ?
poll({s=POLLIN}, 0) = ?`,
    { ...linux, emptyAtModeSwitch: 'end-of-file' },
  )
  t.same(lines.slice(1), ['{s=POLLIN}', '""', '{}'])
  t.end()
})
