import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { type StandIn, standIn } from '../../fixtures/lab/stand-in.js'
import { until } from '../../fixtures/lab/until.js'
import { isProbe, kinds, runningBy } from '../../fixtures/lab/ways.js'
import { casesOf } from '../../fixtures/small-suite.js'
import { ImplementationError, type Transcript } from '../implementation.js'
import type { Case } from '../suite/suite.js'
import { LocalTransport } from './local.js'
import { hostAt, Remote, type RemoteOptions, remoteIdentity } from './remote.js'
import type { Transport } from './transport.js'

const many = (count: number) =>
  casesOf(Object.fromEntries(Array.from({ length: count }, (_, n) => [`c${n}`, 'umask(022) = ?'])))

const real = casesOf({
  pair: `
    posix_openpt(O_RDWR|O_NOCTTY) = m
    grantpt(m)                    = 0
    unlockpt(m)                   = 0
    ptsname(m)                    = name
    open(name, O_RDWR|O_NOCTTY)   = s
    write(m, "hello\\n")          = 6
    read(s, 64)                   = "hello\\n"
    readn(m, 7)                   = "hello\\r\\n"
    close(s)                      = 0
    read(m, 1)                    = -1 EIO`,
  processes: `
    fork()                        = child
    child: _exit(3)               = ?
    child: +++ exited with 3 +++
    umask(077)                    = 022`,
  waiting: `
    pipe()                        = [r, w]
    fork()                        = reader
    reader: read(r, 64)           <unfinished ...>
    write(w, "x")                 = 1
    reader: <... read resumed>    = "x"`,
})

const forEver = casesOf({ 'for-ever': 'deadline 300\nsleep(100) = 0' })

const wait = { jobs: 2, timeoutFactor: 1 }

/** What must be the same whichever way it came: without durations and what varies from run to run. */
function gist(transcripts: readonly Transcript[]) {
  return [...transcripts]
    .sort((a, b) => a.case.localeCompare(b.case))
    .map(({ lines, ...rest }) => ({
      ...rest,
      lines: lines.map(({ took: _, seen, ...line }) => ({
        ...line,
        seen: seen.kind === 'value' ? seen.text.replace(/^\d\d+$|(?<=pts\/)\d+/, 'N') : seen,
      })),
    }))
}

async function play(
  transport: Transport,
  cases: readonly Case[],
  { playFactor = 1, ...options }: RemoteOptions & { playFactor?: number } = {},
  signal?: AbortSignal,
) {
  const remote = new Remote('here', transport, options)
  const transcripts: Transcript[] = []
  try {
    const identity = await remote.open()
    const { left } = await remote.play(
      cases,
      { jobs: 2, timeoutFactor: playFactor, ...(signal && { signal }) },
      transcript => transcripts.push(transcript),
    )
    return { identity, transcripts, left, error: undefined }
  } catch (error) {
    return { transcripts, left: [], error }
  } finally {
    await remote.close()
  }
}

/** What a conversation makes of a probe is tried by these; by the others, what the way may change. */
const talkative = ['local', 'ssh2 to sshd', 'openssh to sshd', 'env']

t.test('a host, by every way', async t => {
  const gists: unknown[] = []
  if (needs(t, 'cc') === undefined) return
  for (const { name, begin, elsewhere } of kinds) {
    await t.test(name, async t => {
      const way = await begin(t)
      if (!way) return
      t.afterEach(async () => {
        await until(() => runningBy(way).length === 0)
        t.same(runningBy(way), [], 'no program is left')
      })

      t.test('plays real cases', async t => {
        const { identity, transcripts, left, error } = await play(await way.make(), real)
        t.equal(error, undefined)
        t.match(identity, { name: 'here', kind: 'host', probe: /^[0-9a-f]{64}$/, compiler: /\w/ })
        t.match(identity?.settings, { user: String, ptmx: String })
        t.same(left, [])
        t.equal(transcripts.length, real.length)
        t.notMatch(JSON.stringify(transcripts), /not-reached|no-time|trouble/)
        if (!elsewhere) gists.push(gist(transcripts))
      })

      t.test('a run that is broken off leaves nothing behind', async t => {
        const controller = new AbortController()
        const reason = new Error('enough')
        const playing = play(await way.make(), forEver, {}, controller.signal)
        await until(() => runningBy(way).some(pid => elsewhere || isProbe(pid)))
        controller.abort(reason)
        const { error, transcripts } = await playing
        t.equal(error, reason)
        t.same(transcripts, [])
        await until(() => runningBy(way).length === 0)
        t.same(runningBy(way), [])
      })
      if (!talkative.includes(name)) return

      t.test(
        'a program that cannot be sent to its end is an error, whatever plays by then',
        async t => {
          const [first] = forEver
          if (!first) throw new Error('no case was read')
          const bad = { ...first, id: 'x/bad', needs: ['root\ngo'] }
          const { error } = await play(await way.make(), [...forEver, ...many(500), bad])
          t.type(error, ImplementationError)
          t.match(error, { message: /cannot send "root\\ngo"/ })
          await until(() => runningBy(way).length === 0)
        },
      )

      t.test('stand-in probe: as many programs for 60 cases as for 5', async t => {
        const source = standIn('answers')
        const starts: number[] = []
        for (const cases of [many(5), many(5), many(60)]) {
          const transport = await way.make()
          const { transcripts, error } = await play(transport, cases, { source })
          t.equal(error, undefined)
          t.equal(transcripts.length, cases.length)
          starts.push(transport.starts)
        }
        t.same(starts, [3, 2, 2], 'find, build and play; then find and play')
      })

      t.test('stand-in probe: what is left over at the end is told', async t => {
        const { left } = await play(await way.make(), many(1), { source: standIn('answers') })
        t.same(left, ['nothing of mine'])
      })

      t.test('stand-in probe: each later program has a probe of its own', async t => {
        const transport = await way.make()
        const remote = new Remote('here', transport, { source: standIn('answers') })
        await remote.open()
        const before = transport.starts
        const seen: string[] = []
        for (const cases of [many(2), many(1), []])
          await remote.play(cases, wait, transcript => seen.push(transcript.case))
        await remote.close()
        t.same(seen, ['x/c0', 'x/c1', 'x/c0'])
        t.equal(transport.starts, before + 1)
      })

      const troubles: [manner: StandIn, where: string, given: number, says: RegExp][] = [
        ['dies', 'host', 2, /after 2 of 3 cases: it ended with status 7; .*"(.*\\n)?no more"/],
        ['falls-silent', 'host', 2, /no word from the probe for \d+ s during the run/],
        ['no-hello', 'host', 0, /before it was ready; instead came "I am not a probe"/],
        ['wrong-case', 'harness', 0, /a case that was not asked for: "case\\t99999"/],
        ['control-bytes', 'harness', 0, /not printable: ".*\\x1b\[2J"/],
      ]
      // Side by side: two of them are found out by waiting alone.
      t.test('stand-in probes that fail: what each gave before is kept', async t => {
        const plays = troubles.map(async ([manner, where, given, says]) => {
          const options = {
            source: standIn(manner),
            ...(manner === 'no-hello' && { patience: 15_000 }),
            ...(manner === 'falls-silent' && { playFactor: 0.05 }),
          }
          const { transcripts, error } = await play(await way.make(), many(3), options)
          t.match(error, { constructor: ImplementationError, how: 'broken', message: says }, manner)
          t.match(error, { trouble: { class: where } }, manner)
          t.equal(transcripts.length, given, manner)
        })
        await Promise.all(plays)
      })

      t.test('stand-in probe: a banner before its hello is passed over', async t => {
        const options = { source: standIn('banner') }
        const { identity, transcripts } = await play(await way.make(), many(3), options)
        t.equal(identity?.system, 'StandIn')
        t.equal(transcripts.length, 3)
      })
    })
  }
  const [first, ...others] = gists
  for (const other of others) t.strictSame(other, first, 'the same transcripts by each way')
})

t.test('two at once do each other no harm', async t => {
  if (needs(t, 'cc') === undefined) return
  const cache = t.testdir({})
  const options = { source: standIn('answers') }
  const runs = [1, 2, 3].map(() =>
    play(new LocalTransport({ XDG_CACHE_HOME: cache }), many(2), options),
  )
  for (const { transcripts, error } of await Promise.all(runs)) {
    t.equal(error, undefined)
    t.equal(transcripts.length, 2)
  }
  t.equal(readdirSync(join(cache, 'ptycheck')).length, 2, 'the probe and its compiler')
})

t.test('an address that means nothing is trouble with that host, when it is opened', async t => {
  const remote = hostAt('ssh://a:b:c', { label: 'web' })
  await t.rejects(remote.open(), { constructor: ImplementationError, message: /not of the form/ })
  await remote.close()
})

t.test('an identity says what a citation needs', async t => {
  const settings = { user: 'nobody' }
  const identity = {
    system: 'Linux',
    release: '6.1',
    machine: 'x86_64',
    libc: 'musl',
    compiler: 'x',
  }
  t.same(remoteIdentity('h', 'd', '', { identity: { ...identity, secret: 's' }, settings }), {
    name: 'h',
    kind: 'host',
    probe: 'd',
    ...identity,
    settings,
  })
  t.equal(remoteIdentity('h', 'd', 'cc 1', { identity, settings }).compiler, 'cc 1')
  t.throws(() => remoteIdentity('h', 'd', '', { identity: { system: 'Linux' }, settings }), {
    message: /did not say/,
  })
})
