/** How far each implementation is: live lines on a terminal, plain lines elsewhere; always on stderr. */
import { Listr, ListrLogger, type ListrTask, ProcessOutput } from 'listr2'

/** One implementation's line. */
export interface ProgressLine {
  say(text: string): void
  /** So many of all are done; where lines are plain, only each tenth part is worth one. */
  done(count: number, all: number, note: string, what?: string): void
  /** Marks it as one that went wrong. */
  fail(text: string): void
}

export interface Job {
  readonly title: string
  run(line: ProgressLine): Promise<void>
}

/** Runs so many jobs side by side. Only errors that a job throws itself end it early. */
export async function withProgress(jobs: readonly Job[], atOnce = 8): Promise<void> {
  const logger = new ListrLogger({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  })
  const isTerminal = process.stderr.isTTY === true && process.env['CI'] === undefined
  const ours: unknown[] = []
  const tasks: ListrTask[] = jobs.map(job => ({
    title: job.title,
    task: async (_, task) => {
      let failed = ''
      let tenths = 0
      const tell = (text: string) => {
        task.output = isTerminal ? text : `${job.title}: ${text}`
      }
      const line: ProgressLine = {
        say: text => {
          tell(text)
        },
        done: (count, all, note, what = 'cases') => {
          const now = Math.floor((count * 10) / all)
          if (isTerminal || now > tenths) tell(`${count} of ${all} ${what}${note}`)
          tenths = now
        },
        fail: text => {
          failed = text
        },
      }
      await job.run(line).catch((error: unknown) => {
        ours.push(error)
        throw error
      })
      if (failed)
        throw new JobFailed(failed.startsWith(job.title) ? failed : `${job.title}: ${failed}`)
    },
  }))
  // Signals are the command's business: it has results to save.
  const options = {
    concurrent: atOnce,
    exitOnError: false,
    registerSignalListeners: false,
  } as const
  const list = isTerminal
    ? new Listr(tasks, {
        ...options,
        renderer: 'default',
        rendererOptions: { logger, collapseErrors: false, showErrorMessage: true },
      })
    : new Listr(tasks, {
        ...options,
        renderer: 'simple',
        rendererOptions: { logger },
      })
  await list.run()
  if (ours.length > 0) throw ours[0]
}

class JobFailed extends Error {
  override readonly name = 'JobFailed'
}
