import t from 'tap'
import { Bindings } from './bindings.js'
import { Cursor } from './cursor.js'
import { matchesOutcome } from './match.js'
import { readOutcome } from './scan.js'
import type { Outcome } from './suite.js'

function outcome(text: string): Outcome {
  return readOutcome(new Cursor(text))
}

function seen(text: string) {
  const read = outcome(text)
  if (read.kind !== 'value') throw new Error(`${text} is no value`)
  return read
}

/** Whether `wanted` allows `shown`, after `bound` results have been bound to their names in turn. */
function allows(wanted: string, shown: string, bound: Record<string, string> = {}): boolean {
  const names = new Bindings()
  for (const [name, text] of Object.entries(bound))
    names.bind([outcome(name)], seen(text).value, 'number')
  names.bind([outcome(wanted)], seen(shown).value, 'number')
  return matchesOutcome(outcome(wanted), seen(shown), names)
}

const rows: [string, string, boolean, Record<string, string>?][] = [
  ['0', '0', true],
  ['0', '1', false],
  ['0', '-1 EIO', false],
  ['-1 EIO', '-1 EIO', true],
  ['-1 EIO', '-1 ENXIO', false],
  ['-1 EBADF', 'NULL EBADF', false],
  ['?', '-1 EIO', true],
  ['m', '3', true],
  ['m', '4', false, { m: '3' }],
  ['m', '-1 EIO', false],
  ['-p', '-12', true, { p: '12' }],
  ['-p', '12', false, { p: '12' }],
  ['not m', '4', true, { m: '3' }],
  ['not m', '3', false, { m: '3' }],
  ['not m', '-1 EIO', false, { m: '3' }],
  ['n:1..5', '3', true],
  ['n:1..5', '7', false],
  ['1..', '0', false],
  ['..5', '5', true],
  ['"ab"', '"a" "b"', true],
  ['"a"*20', '"aaaaaaaaaaaaaaaaaaaa"', true],
  ['"a" ...', '"abc"', true],
  ['... "c"', '"abc"', true],
  ['... "b" ...', '"abc"', true],
  ['... "x" ...', '"abc"', false],
  ['"$d/a"', '"/tmp/x/a"', true, { d: '"/tmp/x"' }],
  ['O_RDWR', 'O_RDWR|O_NONBLOCK', false],
  ['O_RDWR|...', 'O_RDWR|O_NONBLOCK', true],
  ['O_RDWR|!O_NONBLOCK|...', 'O_RDWR|O_NONBLOCK', false],
  ['O_RDWR', 'O_RDWR|0x8000', false],
  ['S_IFCHR|0620', 'S_IFCHR|0620', true],
  ['S_IFCHR|0620', 'S_IFCHR|0600', false],
  ['0', 'ECHO', false],
  ['[a, a]', '[3, 3]', true],
  ['[a, a]', '[3, 4]', false],
  ['{"1", "0"}', '{"0", "1"}', true],
  ['{"0"}', '{"0", "1"}', false],
  ['{"0", ...}', '{"0", "1"}', true],
  ['{}', '{}', true],
  ['{}', '{m=POLLIN}', false],
  ['{m=POLLIN}', '{m=POLLIN}', true],
  ['{m=POLLIN}', '{m=POLLIN|POLLHUP}', false],
  ['{m=POLLIN|...}', '{m=POLLIN|POLLHUP}', true],
  ['{VMIN=1, ...}', '{VMIN=1, VTIME=0}', true],
  ['{VMIN=1}', '{VMIN=1, VTIME=0}', false],
  ['{pid=p, status=exited 0}', '{pid=12, status=exited 0}', true],
  ['{pid=p, status=exited 0}', '{pid=12, status=killed SIGHUP}', false],
  ['p[] then -1 ENOSPC', '[3, 4] then -1 ENOSPC', true],
  ['p[] then -1 ENOSPC', '[3, 4]', false],
  ['"ab"', '"ab" then -1 EIO', false],
]

for (const [wanted, shown, expected, bound] of rows)
  t.equal(
    allows(wanted, shown, bound),
    expected,
    `${wanted} ${expected ? 'allows' : 'does not allow'} ${shown}`,
  )
