import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import { signatureOf } from '../../reports/signature.js'
import type { CaseRecord, PlayedOn, Result } from '../result.js'
import { isOn } from './conditions.js'
import type { Expectation } from './expectation.js'
import { expecting, expectingRun } from './expecting.js'

const [record] = sampleRun.cases as [CaseRecord]
const host: PlayedOn = {
  name: 'vm-1',
  labels: ['musl', 'nightly'],
  identity: {
    kind: 'host',
    system: 'Linux',
    release: '6.18.4',
    machine: 'x86_64',
    libc: 'musl 1.2.5',
  },
}

function result(verdict: Result['verdict'], seen = '--- no SIGHUP ---'): Result {
  const fails = verdict === 'fail'
  return {
    ...{ case: record.id, digest: record.digest, verdict },
    ...(fails && { decided: 2 }),
    lines: [{ step: 2, kind: 'step', who: 'leader', seen, compared: seen, holds: !fails }],
  }
}

function entry(more: Partial<Expectation> = {}): Expectation {
  return {
    ...{ case: record.id, bug: 'https://b.example/1', reason: 'known', review: '2027-01-01' },
    ...more,
  }
}

const judged = (one: Result, ...entries: Expectation[]) => expecting(one, record, host, entries)

t.test('what becomes of a verdict', async t => {
  t.same(judged(result('fail'), entry()), {
    ...result('fail'),
    verdict: 'xfail',
    expected: {
      ...{ expect: 'fail', bug: 'https://b.example/1' },
      ...{ reason: 'known', review: '2027-01-01' },
    },
  })
  t.match(judged(result('pass'), entry()), { verdict: 'xpass', expected: { expect: 'fail' } })
  t.match(judged(result('pass'), entry(), entry({ expect: 'flaky' })), {
    verdict: 'pass',
    expected: { expect: 'flaky' },
  })
  t.equal(judged(result('fail'), entry({ expect: 'flaky' })).verdict, 'xfail')
  const recommended = { ...result('pass'), note: 'not as recommended' }
  t.same(judged(recommended, entry()), recommended)
  for (const verdict of ['observed', 'unsupported', 'unresolved', 'untested'] as const)
    t.same(judged(result(verdict), entry()), result(verdict), verdict)
  t.same(judged(result('fail'), entry({ case: 'other/*' })), result('fail'))
})

t.test('another failure than the known one is unexpected', async t => {
  const known = signatureOf(record, result('fail')) ?? ''
  t.match(known, /^[0-9a-f]{12}$/)
  t.equal(judged(result('fail'), entry({ signature: known })).verdict, 'xfail')
  const other = judged(result('fail', '-1 EIO'), entry({ signature: known }))
  t.match(other, { verdict: 'fail', expected: { signature: known } })
  const both = [entry({ signature: known }), entry({ reason: 'another' })]
  t.match(judged(result('fail', '-1 EIO'), ...both), {
    verdict: 'xfail',
    expected: { reason: 'another' },
  })
})

t.test('a signature is of the step and of what it demands, nothing else', async t => {
  const struct = {
    ...record,
    steps: [{ text: 'stat(s) = {st_mode=0620, ...}', line: 1, file: '' }],
  }
  const failed = (seen: string): Result => ({
    ...{ case: record.id, digest: '', verdict: 'fail', decided: 0 },
    lines: [{ step: 0, kind: 'step', who: '', seen, compared: seen, holds: false }],
  })
  const one = signatureOf(struct, failed('{st_mode=0600, st_uid=5}'))
  t.equal(one, signatureOf(struct, failed('{st_mode=0600, st_uid=65534}')))
  t.not(one, signatureOf(struct, failed('{st_mode=0666, st_uid=5}')))
  t.equal(one, signatureOf({ ...struct, digest: 'new', title: 'T' }, failed('{st_mode=0600}')))
  t.equal(signatureOf(struct, { ...failed('x'), verdict: 'pass' }), undefined)
})

t.test('conditions', async t => {
  const on = (conditions: Expectation['on']) => isOn(entry({ on: conditions }), host)
  t.ok(on({}))
  t.ok(
    on({ system: 'linux', release: ['5.*', '6.*'], labels: 'musl', libc: 'musl*', host: 'vm-*' }),
  )
  t.notOk(on({ release: '6.1' }), 'a pattern is the whole')
  t.notOk(on({ labels: 'glibc' }))
  t.notOk(
    isOn(entry({ on: { system: '*' } }), { name: 'unreached' }),
    'what is not known fits nothing',
  )
  const reference: PlayedOn = {
    name: 'reference:linux',
    identity: { kind: 'reference', system: 'linux', release: '', machine: '', libc: 'glibc' },
  }
  t.notOk(isOn(entry(), reference), 'expectations are of hosts')
  t.ok(isOn(entry({ on: { host: 'reference:*' } }), reference))
})

t.test('a run is judged by the last expectations alone', async t => {
  const named = entry({ on: { host: 'freebsd-14' } })
  const once = expectingRun(sampleRun, [named])
  const verdict = (run: typeof sampleRun) => run.played[1]?.results[0]?.verdict
  t.equal(verdict(sampleRun), 'fail')
  t.equal(verdict(once), 'xfail')
  t.same(once.expectations, [named])
  const back = expectingRun(once, [])
  t.same(back.played[1]?.results[0], sampleRun.played[1]?.results[0])
})
