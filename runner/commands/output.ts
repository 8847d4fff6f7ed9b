import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
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

/** Puts a text in the place of a file at once: whoever reads it has the whole of one or of the other. */
export function replace(file: string, text: string): void {
  const there = existsSync(file)
  const target = there ? realpathSync(file) : file
  const beside = `${target}.${process.pid}.new`
  try {
    writeFileSync(beside, text, { flag: 'wx', ...(there && { mode: statSync(target).mode }) })
    renameSync(beside, target)
  } catch (error) {
    rmSync(beside, { force: true })
    throw new Failure(EXIT.cannotWrite, `cannot write ${fileError(error)}`)
  }
}
