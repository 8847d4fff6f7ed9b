/** What a call of the language is to the model: a function of who calls with what. */
import type { Value } from '../suite/suite.js'
import type { Arguments } from './arguments.js'
import { Failure, NotModelled } from './failure.js'
import type { Kernel } from './kernel.js'
import type { Process } from './process.js'
import type { Answer } from './show.js'
import { failure } from './show.js'
import type { Blocking, MayWait } from './sleep.js'

export interface CallContext {
  readonly kernel: Kernel
  readonly process: Process
  readonly args: Arguments
  /** When it was first begun, in seconds: a call that starts anew keeps its deadline. */
  readonly begun: number
}

/** Throws `Failure` for -1 with an errno. */
export type CallBody = (context: CallContext) => Value | Blocking<Answer>

export type CallFamily = Readonly<Record<string, CallBody>>

export function runCall(body: CallBody, context: CallContext): MayWait<Answer> {
  const result = body(context)
  return 'kind' in result ? { value: result } : result
}

/** A call of systems that the model does not stand for. */
export function notModelled(name: string) {
  return (): never => {
    throw new NotModelled(`the model lacks call ${name}`)
  }
}

/** A function that fails with NULL or 0 instead of -1. */
export function failingWith(returned: 'NULL' | '0', body: (context: CallContext) => Value) {
  return (context: CallContext): Value => {
    try {
      return body(context)
    } catch (error) {
      if (error instanceof Failure) return failure(error.errno, returned)
      throw error
    }
  }
}
