/** Threads that write pages of cases beside us: each takes the next case that nobody has taken. */
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Run } from '../result.js'
import type { Case } from '../suite/suite.js'

/** What a thread begins with; its run and its cases are copies. */
export interface PagesWork {
  readonly run: Run
  readonly folder: string
  readonly cases: readonly Case[]
  /** How many pages are taken already. */
  readonly taken: Int32Array
}

/** Results for which a thread is worth its start, and for which there is room for a copy of them. */
const WORTHWHILE = { least: 2000, most: 30_000 }
const MOST_THREADS = 3

export class PageThreads {
  readonly #taken = new Int32Array(new SharedArrayBuffer(4))
  readonly #workers: readonly Worker[]
  readonly #over: Promise<unknown>

  constructor(run: Run, folder: string, cases: readonly Case[]) {
    const results = run.cases.length * run.played.length
    const isWorthwhile = results >= WORTHWHILE.least && results <= WORTHWHILE.most
    const length = isWorthwhile ? Math.min(availableParallelism() - 1, MOST_THREADS) : 0
    const workerData: PagesWork = { run, folder, cases, taken: this.#taken }
    const module = new URL('./page-worker.js', import.meta.url)
    this.#workers = Array.from({ length }, () => new Worker(module, { workerData }))
    this.#over = Promise.all(this.#workers.map(worker => once(worker, 'exit')))
    // Whoever waits for it hears of it.
    this.#over.catch(() => {})
  }

  /** The next case, which is ours now. */
  readonly take = () => takeFrom(this.#taken)

  /** When the threads have written what they took; throws what one of them threw. */
  async over(): Promise<void> {
    await this.#over
  }

  /** No page is begun any more. */
  async end(): Promise<void> {
    Atomics.store(this.#taken, 0, 2 ** 30)
    await Promise.all(this.#workers.map(worker => worker.terminate()))
  }
}

export function takeFrom(taken: Int32Array): number {
  return Atomics.add(taken, 0, 1)
}
