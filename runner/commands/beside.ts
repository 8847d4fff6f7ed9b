/** Commands on a table that lies beside the suites and names their cases: `clauses` and `coverage`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../status.js'
import { shownPath } from '../suite/load.js'
import { Failure, fileError } from './failure.js'
import { write } from './output.js'

export interface BesideOptions {
  readonly suites: string
  readonly update?: boolean
  readonly json?: boolean
}

export interface Beside {
  readonly file: string
  readonly text: string
}

/** The file of this name beside the suites, `what` for people; that it cannot be read fails the command. */
export function readBeside(suites: string, name: string, what: string): Beside {
  const file = join(suites, name)
  try {
    return { file, text: readFileSync(file, 'utf8') }
  } catch (error) {
    throw new Failure(EXIT.missingFile, `cannot read ${what}: ${fileError(error)}`)
  }
}

/**
 * Brings the file up to what it should say, where that is asked for. A fault fails the command, and so does a file that
 * says something else; `others` ends that sentence: `names other cases than cite its places`.
 */
export function conclude(
  { file, text }: Beside,
  shouldBe: string,
  { update }: BesideOptions,
  others: string,
  fault: string,
): void {
  const isStale = shouldBe !== text
  if (isStale && update) write(file, shouldBe)
  const faults = [fault, isStale && !update ? `${shownPath(file)} ${others}` : '']
  const said = faults.filter(fault => fault !== '').join('; ')
  if (said !== '') throw new Failure(EXIT.unexpected, said)
}
