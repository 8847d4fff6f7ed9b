/** Which expectations a command goes by. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import type { PlacedExpectation } from '../expect/read.js'
import { EXIT } from '../status.js'
import { Failure, fileError, refuse } from './failure.js'

export interface ExpectOptions {
  /** Their file; `false`: nothing is expected. */
  readonly expect?: string | false
  /** Beside it lies the usual one. */
  readonly inventory?: string
}

const USUAL = 'ptycheck-expect.yaml'

/** `--expect` and `--no-expect`, with what holds where neither is given. */
export function addExpectOptions(command: Command, otherwise: string): Command {
  return command
    .option('--expect <file>', `what is known to fail (default: ${otherwise})`)
    .option('--no-expect', 'take nothing for known')
}

/** The words for the usual place. */
export const USUAL_PLACE = `${USUAL} beside the inventory, where there is one`

/** The entries of the file that is named, or of the usual one; none where there is no such file. Mistakes fail the command. */
export async function expectationsOf({
  expect,
  inventory = '',
}: ExpectOptions): Promise<readonly PlacedExpectation[] | undefined> {
  if (expect === false) return undefined
  const file = expectationsFile({ inventory, ...(expect !== undefined && { expect }) })
  const text = textOf(file, expect !== undefined)
  if (text === undefined) return undefined
  const { readExpectations } = await import('../expect/read.js')
  const { entries, mistakes } = readExpectations(text, file)
  refuse(mistakes, ' in the expectations')
  return entries
}

/** Where the file lies, whether there is one or not. */
export function expectationsFile({ expect, inventory = '' }: ExpectOptions): string {
  return expect || join(dirname(inventory), USUAL)
}

function textOf(file: string, isNamed: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (gone && !isNamed) return undefined
    throw new Failure(EXIT.missingFile, `cannot read the expectations: ${fileError(error)}`)
  }
}
