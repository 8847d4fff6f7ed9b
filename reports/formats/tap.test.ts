import t from 'tap'
import { Parser, type Result as Point } from 'tap-parser'
import { hostile, sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import { tap } from './tap.js'

interface Read {
  readonly name: string
  readonly points: Point[]
}

/** What a consumer reads: the subtests with their points, and everything it objects to. */
function read(text: string) {
  const subtests: Read[] = []
  const complaints: string[] = []
  const parser = new Parser()
  const listen = (from: Parser) => {
    from.on('extra', extra => complaints.push(extra))
    from.on('bailout', reason => complaints.push(`bail out: ${reason}`))
  }
  listen(parser)
  parser.on('child', child => {
    const points: Point[] = []
    subtests.push({ name: child.name, points })
    listen(child)
    child.on('assert', (point: Point) => points.push(point))
  })
  const tops: Point[] = []
  parser.on('assert', point => tops.push(point))
  parser.end(text)
  const failures = parser.results?.failures.filter(one => one.tapError) ?? []
  return { subtests, tops, complaints, failures, plan: parser.planEnd }
}

const { subtests, tops, complaints, failures, plan } = read(tap(sampleRun))

function point(implementation: string, id: string): Point {
  const subtest = subtests.find(one => one.name === implementation)
  const found = subtest?.points.find(one => one.name.startsWith(`${id}:`))
  if (!found) throw new Error(`no point ${id} of ${implementation}`)
  return found
}

t.test('a consumer finds nothing wrong and every case of every implementation', async t => {
  t.same(complaints, [])
  t.same(failures, [])
  t.equal(plan, sampleRun.played.length)
  t.same(
    subtests.map(one => [one.name, one.points.length]),
    sampleRun.played.map(played => [played.name, sampleRun.cases.length]),
  )
  t.same(
    tops.map(top => top.ok),
    [true, false, false, true, false],
  )
})

t.test('a failure carries its evidence', async t => {
  t.match(point('freebsd-14', 'hangup/leader-gets-sighup'), {
    ok: false,
    todo: false,
    diag: {
      verdict: 'fail',
      step: 'leader: --- SIGHUP ---',
      seen: '--- no SIGHUP ---',
      at: 'suites/hangup.pty:18',
      cite: ['shall: XSH close, DESCRIPTION; XBD 11.1.10'],
      prediction: 'surprise',
    },
  })
})

t.test('each verdict has its directive', async t => {
  t.match(point('freebsd-14', 'canonical/eof-alone'), {
    ok: false,
    todo: /^known to fail: read\(s, 64\)/,
  })
  t.match(point('freebsd-14', 'packet/flush-read-is-told'), { ok: true, todo: String })
  t.match(point('freebsd-14', 'linux/devpts/limit-of-an-instance'), {
    ok: true,
    skip: /^unsupported: missing: linux/,
  })
  t.match(point('freebsd-14', 'window/change-is-signalled'), { ok: true, skip: /^untested/ })
  t.match(point('local', 'echo/control-as-caret'), { ok: true, todo: false, skip: false })
})

t.test('what could not be carried out is not ok, and says so', async t => {
  const unresolved = point('freebsd-14', 'flush/input-is-gone')
  t.equal(unresolved.ok, false)
  t.match(unresolved.diag, {
    verdict: 'unresolved',
    class: 'host',
    message: /could not be carried/,
  })
  t.match(point('openbsd-7', 'echo/control-as-caret'), { ok: false, diag: { message: /cut off/ } })
})

t.test('what a host says forges no line', async t => {
  const forged = point(hostile.name, 'flush/input-is-gone')
  t.equal(forged.ok, false)
  t.match(forged.diag?.seen, /^# TODO not really/)
  t.notMatch(tap(sampleRun), /[^\P{Cc}\n]/u)
})

t.test('every byte, a host never reached, and a run of nothing are well-formed', async t => {
  for (const run of [worstRun, { ...sampleRun, cases: [] }, emptyRun]) {
    const { subtests, complaints, failures, plan } = read(tap(run))
    t.same([complaints, failures], [[], []])
    t.equal(plan, run.played.length)
    for (const { points } of subtests) t.equal(points.length, run.cases.length)
  }
  t.notMatch(tap(worstRun), /[^\P{Cc}\n]/u)
})
