import { writeFileSync } from 'node:fs'
import { EXIT } from '../status.js'
import { Failure, fileError } from './failure.js'

/** Prints a document: as JSON where that is asked for, else the text it makes. */
export function print<T>(document: T, textOf: (document: T) => string, json?: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(document, null, 1)}\n` : textOf(document))
}

/** Writes a file, or fails the command. */
export function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new Failure(EXIT.cannotWrite, `cannot write ${fileError(error)}`)
  }
}
