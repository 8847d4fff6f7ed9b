/** What a host makes of kernels that go down in ways that no real one can be made to: these are mocks of machines. */
import t from 'tap'
import { needs } from '../../../fixtures/lab/install.js'
import { casesOf } from '../../../fixtures/small-suite.js'
import {
  type Identity,
  type Implementation,
  ImplementationError,
  type Transcript,
} from '../../implementation.js'
import type { Case } from '../../suite/suite.js'
import { LocalTransport } from '../local.js'
import { nonce } from '../marked.js'
import { type Prepared, prepare, type Wanted } from '../prepare.js'
import { Remote } from '../remote.js'
import { KernelHost } from './host.js'

const step = 'getpid() = ?'
const cases = casesOf({ a: step, b: step, c: step, d: step, e: step })

const identity: Identity = {
  name: 'vm',
  kind: 'host',
  system: 'Linux',
  release: '6',
  machine: 'x86_64',
  libc: '',
  compiler: '',
  probe: '',
  settings: {},
}

const panic = new ImplementationError(
  { class: 'host', reason: 'vm: panicked', downfall: { kind: 'panic', console: ['panic'] } },
  'broken',
)

/** A mock of one boot: `falls` says whether it goes down before the case, given all that it was asked for at once. */
function machine(
  falls: (of: Case, together: readonly Case[]) => Error | undefined,
): Implementation {
  return {
    name: 'vm',
    open: async () => identity,
    close: async () => {},
    play: async (asked, _, give) => {
      for (const of of asked) {
        const error = falls(of, asked)
        if (error) throw error
        give({ case: of.id, digest: of.digest, lines: [] })
      }
      return { left: [] }
    },
  }
}

async function play(falls: Parameters<typeof machine>[0]) {
  let boots = 0
  const host = new KernelHost('vm', () => {
    boots++
    return machine(falls)
  })
  const given: Transcript[] = []
  await host.open()
  try {
    await host.play(cases, { jobs: 2, timeoutFactor: 1 }, one => given.push(one))
    return { given, boots: () => boots, error: undefined }
  } catch (error) {
    return { given, boots: () => boots, error }
  }
}

t.test('mock: one that a case brings down alone', async t => {
  const { given, boots } = await play(({ id }) => (id === 'x/c' ? panic : undefined))
  t.same(given.map(one => one.case).sort(), ['x/a', 'x/b', 'x/c', 'x/d', 'x/e'])
  t.match(
    given.filter(({ trouble }) => trouble),
    [{ case: 'x/c', trouble: { class: 'case', downfall: { kind: 'panic' } } }],
  )
  t.equal(boots(), 3)
})

t.test('mock: one that two cases bring down, neither of them alone', async t => {
  const { given } = await play(({ id }, { length }) =>
    id === 'x/c' && length > 1 ? panic : undefined,
  )
  const lost = given.filter(({ trouble }) => trouble)
  t.same(lost.map(one => one.case).sort(), ['x/c', 'x/d'])
  for (const { trouble } of lost)
    t.match(trouble, { class: 'host', reason: /in play were x\/c, x\/d, none of which does that/ })
  t.equal(given.length, 5)
})

t.test('mock: one that goes down whatever is played', async t => {
  const many = await play(() => panic)
  t.equal(many.given.length, 5)
  t.ok(many.given.every(({ trouble }) => trouble?.class === 'case'))
})

t.test('mock: trouble that is no downfall is told as it is', async t => {
  const lost = new ImplementationError({ class: 'network', reason: 'gone' }, 'broken')
  const { given, error } = await play(({ id }) => (id === 'x/b' ? lost : undefined))
  t.equal(error, lost)
  t.same(
    given.map(one => one.case),
    ['x/a'],
  )
})

t.test('mock: a host that cannot have devpts', async t => {
  if (!needs(t, 'cc')) return
  const cache = t.testdir({})
  class WithoutDevpts extends LocalTransport {
    async bring(wanted: Wanted): Promise<Prepared> {
      return { ...(await prepare(this, wanted, nonce(), 1)), lacks: ['devpts in the kernel'] }
    }
  }
  const remote = new Remote('vm', new WithoutDevpts({ XDG_CACHE_HOME: cache }))
  const given: Transcript[] = []
  await remote.open()
  await remote.play(cases, { jobs: 1, timeoutFactor: 1 }, one => given.push(one))
  await remote.close()
  t.equal(given.length, 5)
  for (const one of given) t.same(one.unsupported, ['devpts in the kernel'])
})
