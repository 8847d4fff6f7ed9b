import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import { ktap } from './ktap.js'

interface Test {
  readonly ok: boolean
  readonly name: string
  readonly directive: string
  readonly data: string
  readonly subtests: readonly Test[]
}

/**
 * Documentation/dev-tools/ktap.rst of Linux, read strictly: no line that it does not know, plans kept, numbers in order, parents
 * that fail with their subtests. Neither Debian nor npm has a reader of KTAP, and the kernel's own cannot be had alone.
 */
function strictKtap(text: string): readonly Test[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const lines = text.split('\n').slice(0, -1)
  const tests = level(lines, '')
  if (lines.length > 0) throw new Error(`after the end: ${lines[0]}`)
  return tests
}

function level(lines: string[], indent: string): Test[] {
  const next = (pattern: RegExp) => {
    const line = lines[0]
    const match = line?.startsWith(indent) ? pattern.exec(line.slice(indent.length)) : null
    if (match) lines.shift()
    return match
  }
  const skipDiagnostics = () => {
    while (next(/^# /));
  }
  if (!next(/^KTAP version 1$/)) throw new Error(`no version line: ${lines[0]}`)
  const plan = next(/^1\.\.(\d+)$/)
  if (!plan) throw new Error(`no plan: ${lines[0]}`)
  const tests: Test[] = []
  for (let number = 1; number <= Number(plan[1]); number++) {
    skipDiagnostics()
    const inner = `${indent}  `
    const subtests = lines[0] === `${inner}KTAP version 1` ? level(lines, inner) : []
    skipDiagnostics()
    const found = next(/^(ok|not ok) (\d+) ([^#]*?)(?: # (SKIP|XFAIL|XPASS|ERROR) ([^#]*))?$/)
    if (!found) throw new Error(`no result: ${lines[0]}`)
    const [, word, at, name = '', directive = '', data = ''] = found
    if (Number(at) !== number) throw new Error(`number ${at} in place of ${number}`)
    if (directive === 'ERROR' && word === 'ok') throw new Error('ERROR must be not ok')
    if (word === 'ok' && subtests.some(({ ok }) => !ok)) throw new Error(`${name}: a subtest fails`)
    tests.push({ ok: word === 'ok', name, directive, data, subtests })
  }
  return tests
}

t.test('every run is well-formed', async t => {
  for (const run of [sampleRun, worstRun, emptyRun]) {
    const tests = strictKtap(ktap(run))
    t.equal(tests.length, run.played.length)
    for (const { subtests } of tests) t.equal(subtests.length, run.cases.length)
  }
})

t.test('each verdict has its word', async t => {
  const tests = strictKtap(ktap(sampleRun))
  const of = (host: string, id: string) =>
    tests.find(({ name }) => name === host)?.subtests.find(({ name }) => name === id)
  t.match(of('freebsd-14', 'hangup/leader-gets-sighup'), { ok: false, directive: '' })
  t.match(of('freebsd-14', 'canonical/eof-alone'), { ok: true, directive: 'XFAIL' })
  t.match(of('freebsd-14', 'packet/flush-read-is-told'), { ok: true, directive: 'XPASS' })
  t.match(of('freebsd-14', 'window/change-is-signalled'), { ok: true, directive: 'SKIP' })
  t.match(of('freebsd-14', 'flush/input-is-gone'), { ok: false, directive: 'ERROR' })
  t.match(of('openbsd-7', 'echo/control-as-caret'), { ok: false, directive: 'ERROR' })
  t.match(of('local', 'echo/control-as-caret'), { ok: true, directive: '' })
  t.same(
    tests.map(({ ok }) => ok),
    [true, false, false, true, false],
  )
  const lines = ktap(sampleRun).split('\n')
  const at = lines.indexOf('  not ok 1 hangup/leader-gets-sighup')
  t.match(lines.slice(at - 9, at).join('\n'), /# seen: --- no SIGHUP ---\n {2}# at: suites\/hangup/)
})
