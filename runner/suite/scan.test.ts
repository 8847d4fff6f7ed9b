import fc from 'fast-check'
import t from 'tap'
import { Cursor } from './cursor.js'
import { bytesOf, dataOf, seqByte } from './data.js'
import { Slip } from './mistake.js'
import { printOutcome, printValue, printWanted } from './print.js'
import { readOutcome, readValue, readWanted } from './scan.js'
import type { Value } from './suite.js'

function parsed(text: string): Value {
  const c = new Cursor(text)
  const value = readValue(c)
  t.equal(c.done, true, `${text} is read to its end`)
  return value
}

t.test('forms print as they are read', async t => {
  const forms = [
    '0',
    '-1',
    '4096',
    '"abc\\r\\n"',
    '"a"*4095 "\\n"',
    'seq(0, 65536)',
    'text(5, n)',
    '... "end"',
    '"begin" ...',
    'O_RDWR|O_NOCTTY',
    'ECHO|!ICANON|...',
    'S_IFCHR|0620',
    'O_RDWR|0x8000',
    '-1 EIO',
    'NULL ENOTTY',
    '-1 errno 95',
    'name',
    '-leader',
    'p[]',
    'n:1..65535',
    'other:not name',
    '?',
    '_',
    'not 3',
    '1..',
    '..5',
    '[a, b]',
    '{"0", "1", "ptmx"}',
    '{"0", ...}',
    '{}',
    '{VMIN=1, c_lflag=!ECHO|..., ...}',
    '{m=POLLIN|POLLHUP}',
    'exited 0',
    'killed SIGHUP',
    'continued',
    'makedev(136, n)',
    'sizeof(name)',
  ]
  for (const form of forms) t.equal(printValue(parsed(form)), form)
})

t.test('numbers are those of C', async t => {
  t.match(parsed('0620'), { kind: 'number', value: 0o620n })
  t.match(parsed('0x1f'), { kind: 'number', value: 31n })
  t.throws(() => readValue(new Cursor('08')), /got '08'/, 'no octal number')
})

t.test('a wanted has outcomes and a time', async t => {
  for (const text of [
    '0 or -1 EBADF',
    '"" or -1 EIO',
    '0 or <unfinished ...>',
    '"ab" <0.2..>',
    '0 <..1>',
  ])
    t.equal(printWanted(readWanted(new Cursor(text))), text)
  t.equal(printOutcome(readOutcome(new Cursor('p[] then -1 ENOSPC'))), 'p[] then -1 ENOSPC')
})

t.test('bytes survive being shown', async t => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      const text = printValue(dataOf(bytes))
      t.match(text, /^[\x20-\x7e]*$/)
      const read = readValue(new Cursor(text))
      return read.kind === 'data' && Buffer.from(bytesOf(read)).equals(Buffer.from(bytes))
    }),
  )
})

t.test('long data are shown by what they repeat', async t => {
  t.equal(printValue(dataOf(new Uint8Array(4095).fill(97))), '"a"*4095')
  t.equal(
    printValue(dataOf(Uint8Array.from({ length: 1000 }, (_, i) => seqByte(i + 7)))),
    'seq(7, 1000)',
  )
})

t.test('any text is a value or a slip', async t => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), text => {
      try {
        readValue(new Cursor(text))
        return true
      } catch (error) {
        return error instanceof Slip && error.at >= 0 && error.at <= text.length
      }
    }),
    { numRuns: 2000 },
  )
  t.throws(() => readValue(new Cursor('['.repeat(100))), /nested too deeply/)
})
