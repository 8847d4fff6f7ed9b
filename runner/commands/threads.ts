/** Worker threads that perform tasks, as many at a time as there are processors. */
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

export class Threads {
  readonly #idle: Worker[]
  readonly #all: readonly Worker[]
  readonly #waiting: ((worker: Worker) => void)[] = []

  /** Each begins with the module and a copy of the data; a message to it is a task, one from it the answer. */
  constructor(module: URL, workerData: unknown, count = availableParallelism()) {
    this.#all = Array.from({ length: count }, () => new Worker(module, { workerData }))
    this.#idle = [...this.#all]
  }

  /** The answer to a task, as soon as a thread is free for it. */
  async perform<Answer>(task: unknown, signal: AbortSignal): Promise<Answer> {
    const worker = await this.#next()
    try {
      signal.throwIfAborted()
      return await answerOf<Answer>(worker, task, signal)
    } finally {
      const next = this.#waiting.shift()
      if (next) next(worker)
      else this.#idle.push(worker)
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map(worker => worker.terminate()))
  }

  #next(): Promise<Worker> {
    const worker = this.#idle.pop()
    return worker
      ? Promise.resolve(worker)
      : new Promise(resolve => {
          this.#waiting.push(resolve)
        })
  }
}

function answerOf<Answer>(worker: Worker, task: unknown, signal: AbortSignal): Promise<Answer> {
  const over = new AbortController()
  return new Promise<Answer>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: over.signal })
    once(worker, 'message', { signal: over.signal }).then(([answer]) => resolve(answer), reject)
    worker.postMessage(task)
  }).finally(() => over.abort())
}
