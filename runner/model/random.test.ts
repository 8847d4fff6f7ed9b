/** Programs at random on every profile: the model never breaks, comes to an end, and does the same again. */
import fc from 'fast-check'
import t from 'tap'
import { brokenInvariants } from '../../fixtures/invariants.js'
import { caseOf } from '../../fixtures/model-cases.js'
import { randomSteps } from '../../fixtures/random-steps.js'
import type { Case } from '../suite/suite.js'
import type { Profile } from './profile.js'
import { profiles } from './profiles/index.js'
import { linux } from './profiles/linux.js'
import { predict } from './reference.js'
import { Stage } from './stage.js'

/** Without the steps that ask for what the system has not got. */
function playable(lines: string, { lacks }: Profile): string {
  const missing = new Set(lacks.map(need => need.slice(need.indexOf(' ') + 1)))
  const has = (line: string) => !(line.match(/\w+/g) ?? []).some(word => missing.has(word))
  return lines.split('\n').filter(has).join('\n')
}

/** What is broken once the case is over, and what it showed last. */
function playedOn(profile: Profile, of: Case) {
  const { settings } = profile
  const stage = new Stage(of, { profile, settings, choose: () => 0 })
  const { lines } = stage.play()
  return { kernel: stage.kernel, last: lines.at(-1), broken: brokenInvariants(stage.kernel) }
}

t.test('what is broken is found', t => {
  const never = caseOf('posix_openpt(O_RDWR) = m\nclose(m) = 0')
  const held = caseOf('given pair\nclose(m) = 0')
  const leaks = { ...linux, numberIsFree: 'with-both-if-opened' } as const
  const reaped = { ...linux, descriptorsOfEnded: 'held' } as const
  const ended = caseOf('given pair\nfork() = c\nc: _exit(0) = ?\nc: +++ exited with 0 +++')
  t.match(playedOn(leaks, never).broken, ['1 pairs are counted, and 0 are held'])
  t.match(playedOn(reaped, ended).broken.at(-1), /has ended with \d+ descriptors/)
  for (const of of [never, held, ended]) t.same(playedOn(linux, of).broken, [])
  t.end()
})

for (const [name, profile] of Object.entries(profiles))
  t.test(name, t => {
    fc.assert(
      fc.property(randomSteps, lines => {
        const of = caseOf(playable(lines, profile))
        const prediction = JSON.stringify(predict(of, profile))
        if (prediction !== JSON.stringify(predict(of, profile)))
          throw new Error('another prediction the second time')
        if (!prediction.startsWith('[') || prediction.includes('unsupported'))
          throw new Error(prediction)
        const { kernel, last, broken } = playedOn(profile, of)
        const waiter = kernel.living().at(-1)
        const isToWake =
          profile.slavesAtHangup === 'hung-up' && profile.wokenByHangup.includes('read')
        const isAsleep = last?.seen.kind === 'unfinished' && waiter?.state === 'running'
        if (isToWake && isAsleep)
          broken.push('who waited at the slave was not woken by the hang-up')
        if (broken.length > 0) throw new Error(broken.join('\n'))
      }),
      { numRuns: 100, seed: 20_261_121 },
    )
    t.pass('nothing is broken')
    t.end()
  })
