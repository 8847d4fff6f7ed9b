/** Every profile plays every suite, and tells a failure of a system from what could not be carried out. */
import { join } from 'node:path'
import t from 'tap'
import type { Transcript } from '../implementation.js'
import { judge } from '../judge.js'
import { loadSuites } from '../suite/load.js'
import { readSuite } from '../suite/read.js'
import type { Profile } from './profile.js'
import { profiles } from './profiles/index.js'
import { linux } from './profiles/linux.js'
import { linuxMulti } from './profiles/linux-multi.js'
import { posix } from './profiles/posix.js'
import { reference } from './reference.js'

const { suites } = await loadSuites([join(import.meta.dirname, '..', '..', 'suites')])
const cases = suites.flatMap(suite => suite.cases)

for (const [name, profile] of Object.entries(profiles))
  t.test(name, async t => {
    t.equal(profile.name, name)
    t.not(profile.title, '')
    const played: Transcript[] = []
    const left = await reference(profile).play(cases, { jobs: 1, timeoutFactor: 1 }, transcript =>
      played.push(transcript),
    )
    t.same(left, { left: [] })
    t.equal(played.length, cases.length)
    const troubles = played.flatMap(({ case: id, trouble }) =>
      trouble ? [`${id}: ${trouble.reason}`] : [],
    )
    t.same(troubles, [], 'all of it is modelled')
    const verdicts = new Set(
      cases.map((of, i) => {
        const transcript = played[i]
        return transcript && judge(of, transcript, { strict: false }).verdict
      }),
    )
    t.ok(verdicts.has('pass') && verdicts.has('observed'), [...verdicts].join())
  })

t.test('the standard fails nothing that it demands', async t => {
  const failed: string[] = []
  await reference(posix).play(cases, { jobs: 1, timeoutFactor: 1 }, transcript => {
    const of = cases.find(({ id }) => id === transcript.case)
    if (of && judge(of, transcript, { strict: true }).verdict === 'fail') failed.push(of.id)
  })
  t.same(failed, [])
})

t.test('a release that a case needs is one that the profile stands for', async t => {
  const text = (need: string) =>
    `title  T\n\ncase c\ntitle  C\ncite   none\nlevel  open\nneeds  ${need}\ngetpid() = ?\n`
  const missing = async (profile: Profile, need: string) => {
    const seen: Transcript[] = []
    const { cases } = readSuite(text(need), 'x.pty').suite
    await reference(profile).play(cases, { jobs: 1, timeoutFactor: 1 }, one => seen.push(one))
    return seen.flatMap(({ unsupported = [] }) => unsupported)
  }
  for (const need of ['linux>=4.7', 'linux>=4.13', 'linux>=5.0'])
    t.same(await missing(linux, need), [], need)
  t.same(await missing(linuxMulti, 'linux>=4.6'), [])
  for (const need of ['linux>=4.7', 'linux>=4.13', 'linux>=10.0'])
    t.same(await missing(linuxMulti, need), [need])
  t.same(await missing(posix, 'linux>=4.7'), ['linux>=4.7'])
  t.same(await missing(linux, 'freebsd>=4.7'), ['freebsd>=4.7'])
})
