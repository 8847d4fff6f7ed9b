/** A kernel as an implementation: where a case brings it down, it is booted again, and the others go on. */
import {
  type Identity,
  type Implementation,
  ImplementationError,
  type PlayOptions,
  type Transcript,
} from '../../implementation.js'
import type { Case } from '../../suite/suite.js'
import { inTurn } from '../turns.js'

/** A kernel that goes down so often is not worth more time. */
const MOST_DOWNFALLS = 16

type Give = (transcript: Transcript) => void

export class KernelHost implements Implementation {
  #booted: Implementation
  #downfalls = 0

  /** `make` gives one that was not opened yet; it is called for each boot. */
  constructor(
    readonly name: string,
    private readonly make: () => Implementation,
  ) {
    this.#booted = make()
  }

  open(): Promise<Identity> {
    return this.#booted.open()
  }

  close(): Promise<void> {
    return this.#booted.close()
  }

  async play(cases: readonly Case[], options: PlayOptions, give: Give) {
    const left = new Set<string>()
    let rest = inTurn(cases)
    while (rest.length > 0) {
      const end = await this.#playOn(rest, options, give)
      for (const what of end.left) left.add(what)
      rest = rest.filter(({ id }) => !end.given.has(id))
      if (!end.down) break
      const suspects = await this.#trySuspects(rest.slice(0, options.jobs), end.down, options, give)
      rest = rest.filter(of => !suspects.has(of.id))
    }
    return { left: [...left] }
  }

  /** As far as the kernel comes. Afterwards one is up again. */
  async #playOn(cases: readonly Case[], options: PlayOptions, give: Give) {
    const given = new Set<string>()
    try {
      const { left } = await this.#booted.play(cases, options, transcript => {
        given.add(transcript.case)
        give(transcript)
      })
      return { given, left }
    } catch (error) {
      if (!(error instanceof ImplementationError) || !error.trouble.downfall) throw error
      if (++this.#downfalls > MOST_DOWNFALLS) throw error
      await this.#booted.close()
      this.#booted = this.make()
      await this.#booted.open()
      return { given, left: [], down: error }
    }
  }

  /** Those that were in play: each alone, until one brings it down again. Where none does, all of them were in its way. */
  async #trySuspects(
    suspects: readonly Case[],
    before: ImplementationError,
    options: PlayOptions,
    give: Give,
  ): Promise<ReadonlySet<string>> {
    const tried = new Set<string>()
    const heard: Transcript[] = []
    for (const of of suspects) {
      const { down } = await this.#playOn([of], { ...options, jobs: 1 }, one => heard.push(one))
      tried.add(of.id)
      if (!down) continue
      for (const transcript of heard) give(transcript)
      give({ ...nothingOf(of), trouble: { ...down.trouble, class: 'case' } })
      return tried
    }
    const names = suspects.map(({ id }) => id).join(', ')
    const reason = `${before.trouble.reason}; in play were ${names}, none of which does that alone`
    for (const of of suspects) give({ ...nothingOf(of), trouble: { ...before.trouble, reason } })
    return tried
  }
}

function nothingOf({ id, digest }: Case) {
  return { case: id, digest, lines: [] }
}
