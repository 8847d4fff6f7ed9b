/** Who is whose parent, and who can still tell what has become of a child. */
import { type Case, FIRST_PROCESS, type Step } from '../suite/suite.js'
import { processesOf } from './cast.js'
import { CannotReproduce } from './values.js'

/** What a process is called in C. */
export function processWord(who: string): string {
  return who === FIRST_PROCESS ? 'the_first' : who
}

/** Follows a case step by step. */
export class Parents {
  private readonly parents: ReadonlyMap<string, string>
  private readonly busy = new Set<string>()
  private readonly gone = new Set<string>()
  /** Whether some orphan is told of. */
  needsKeeper = false

  constructor(of: Case) {
    this.parents = processesOf(of)
  }

  /** Notes who can tell nothing behind this step. */
  follow(step: Step): void {
    const [who = FIRST_PROCESS] = step.who
    const waits =
      step.kind === 'act' && step.wanted.outcomes.some(outcome => outcome.kind === 'unfinished')
    const ends =
      (step.kind === 'act' && step.call === '_exit') ||
      (step.kind === 'state' && step.state !== 'stopped')
    if (ends) this.gone.add(who)
    if (ends || waits || (step.kind === 'act' && step.call === 'execvp')) this.busy.add(who)
    if (step.kind === 'end') this.busy.delete(who)
  }

  /** The parent where it can tell what has become of a process; else only the keeper can. Throws CannotReproduce. */
  parentOf(who: string): string | undefined {
    const parent = this.parents.get(who)
    if (who === FIRST_PROCESS || parent === undefined)
      throw new CannotReproduce('nobody could tell what has become of its first process')
    if (!this.busy.has(parent)) return processWord(parent)
    if (!this.gone.has(parent))
      throw new CannotReproduce(`the parent of '${who}' is in a call and cannot tell of it`)
    this.needsKeeper = true
    return undefined
  }
}
