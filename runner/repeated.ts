/** An implementation on which every case is played several times: its plays become rounds of one transcript. */
import type { Implementation, Line, Rounds, Transcript } from './implementation.js'
import { judgeLines } from './judged.js'
import { Aliases } from './suite/aliases.js'
import type { Case } from './suite/suite.js'

/** The implementation, playing each case so many times. */
export function repeated(implementation: Implementation, times: number): Implementation {
  return {
    name: implementation.name,
    open: () => implementation.open(),
    close: () => implementation.close(),
    play(cases, options, give) {
      const waiting = new Map<string, Transcript[]>()
      const byId = new Map(cases.map(of => [of.id, of]))
      const all = Array.from({ length: times }, () => cases).flat()
      return implementation.play(all, options, transcript => {
        const before = waiting.get(transcript.case) ?? []
        const plays = [...before, transcript]
        waiting.set(transcript.case, plays)
        const of = byId.get(transcript.case)
        if (of && plays.length === times) give(joined(of, plays))
      })
    },
  }
}

interface Look {
  first: number
  count: number
  readonly lines: readonly Line[]
}

/** One transcript of several plays of a case; what stood in the way of one of them stands in the way of all. */
export function joined(of: Case, plays: readonly Transcript[]): Transcript {
  const [first] = plays
  if (!first) return { case: of.id, digest: of.digest, lines: [] }
  if (plays.length === 1 && !first.rounds) return first
  const unsupported = plays.find(play => play.unsupported)
  if (unsupported) return unsupported
  const trouble = plays.find(play => play.trouble)?.trouble
  const left = [...new Set(plays.flatMap(play => play.left ?? []))]
  return {
    ...{ case: first.case, digest: first.digest, lines: first.lines },
    rounds: roundsOf(of, plays),
    ...(trouble && { trouble }),
    ...(left.length > 0 && { left }),
  }
}

function roundsOf(of: Case, plays: readonly Transcript[]): Rounds {
  const looks = new Map<string, Look>()
  let played = 0
  for (const { lines, rounds } of plays) {
    const own = [{ first: 1, count: rounds?.same ?? 1, lines }, ...(rounds?.others ?? [])]
    for (const { first, count, lines } of own) {
      const key = first === 0 ? '' : gist(of, lines)
      const known = looks.get(key)
      if (known) known.count += count
      else looks.set(key, { first: first === 0 ? 0 : played + first, count, lines })
    }
    played += rounds?.played ?? 1
  }
  const [same, ...others] = looks.values()
  return { played, same: same?.count ?? 0, others }
}

/** What rounds have to agree in to look alike: neither times nor numbers that have names. */
function gist(of: Case, lines: readonly Line[]): string {
  const judged = judgeLines(of, lines, new Aliases()).lines.filter(({ kind }) => kind === 'step')
  return JSON.stringify(
    judged.map(({ step, who, compared, holds }) => [step, who, compared, holds]),
  )
}
