import t from 'tap'
import { hostile, sampleRun } from '../fixtures/sample-run.js'
import type { Played, Result } from '../runner/result.js'
import { summary } from './text.js'

const plain = summary(sampleRun, { color: false })

t.test('counts stand under their verdicts', async t => {
  const [head = '', ...rows] = plain.split('\n')
  const freebsd = rows.find(row => row.startsWith('freebsd-14')) ?? ''
  const end = head.indexOf(' unsupported') + ' unsupported'.length
  t.equal(freebsd[end - 1], '1')
  t.match(freebsd.slice('freebsd-14'.length).trim().split(/\s+/), ['5', '1', '1', '1'])
})

t.test('a failure has clause, step, place and what was seen on whom', async t => {
  for (const text of [
    'fail  hangup/leader-gets-sighup  (shall: XSH close, DESCRIPTION; XBD 11.1.10)\n',
    '      leader: --- SIGHUP ---  suites/hangup.pty:18\n',
    '      freebsd-14: got --- no SIGHUP ---\n',
    '      freebsd-14: got --- no SIGHUP ---, predicted --- SIGHUP ---\n',
  ]) {
    t.match(plain, text)
  }
})

t.test('a host steers no terminal; only we colour', async t => {
  t.notMatch(plain, /[^\P{Cc}\n]/u)
  t.match(plain, /clear⟨ESC⟩\[2J/)
  const painted = summary(sampleRun, { color: true })
  t.equal(painted.replace(/\u001b\[\d+m/g, ''), plain)
  t.not(painted, plain)
})

t.test('however much went wrong, it stays a screenful and says how much is left out', async t => {
  const played: Played[] = Array.from({ length: 60 }, (_, index) => ({
    name: `host-${index}`,
    left: [],
    complete: false,
    results: sampleRun.cases.map(
      (record): Result => ({
        case: record.id,
        digest: record.digest,
        verdict: index % 2 ? 'fail' : 'unresolved',
        reason: `${hostile.markup} ${index}`,
        decided: 0,
        prediction: 'surprise',
        lines: [
          { step: 0, kind: 'step', who: '', seen: `${index}`, compared: `${index}`, holds: false },
        ],
      }),
    ),
  }))
  const lines = summary({ ...sampleRun, played }).split('\n')
  t.ok(lines.length <= 44, `${lines.length} lines`)
  t.ok(lines.every(line => line.length < 200))
  t.match(lines.join('\n'), /and 54 more implementations; the report has them all/)
})

t.test('what kept a host from playing is said once, to its end', async t => {
  const reason = `vm: no C compiler there (${'a system '.repeat(8)}): install one`
  const trouble = { class: 'host', reason } as const
  const results = sampleRun.cases.map(
    (record): Result => ({
      case: record.id,
      digest: record.digest,
      verdict: 'unresolved',
      class: 'host',
      reason,
      lines: [],
    }),
  )
  const played: Played[] = [{ name: 'vm', left: [], complete: true, trouble, results }]
  t.equal(summary({ ...sampleRun, played }).split(reason).length, 2)
})

t.test('a run in which all is well is only its table', async t => {
  const [local] = sampleRun.played
  const lines = summary({ ...sampleRun, played: local ? [local] : [] })
    .trimEnd()
    .split('\n')
  t.equal(lines.length, 2)
})
