/** What a run says under GitHub Actions: annotations, and a summary of the job. */
import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { github } from '../../reports/formats/github.js'
import { markdown } from '../../reports/formats/markdown.js'
import type { Run } from '../result.js'
import { fileError } from './failure.js'
import { onlyDeciding } from './format.js'

/** Annotations. */
export function annotations(run: Run): string {
  return github(onlyDeciding(run))
}

/** The summary for the log of a job, its annotations below. */
export function annotated(run: Run, summary: string): string {
  return guarded(summary) + annotations(run)
}

/** The summary for the page of a job, into the file the runner names; that it cannot be written is no trouble of the run. */
export function summarizeJob(run: Run): void {
  const file = process.env['GITHUB_STEP_SUMMARY']
  if (!file) return
  try {
    appendFileSync(file, markdown(run))
  } catch (error) {
    process.stderr.write(`ptycheck: no summary of the job: cannot write ${fileError(error)}\n`)
  }
}

/**
 * The runner takes `##[command]` for a command wherever it stands in a line, so it is told not to look until a word comes that
 * nobody can guess. It reads two streams at once: what it shall take for a command must follow on the same one.
 */
function guarded(text: string): string {
  const word = randomUUID()
  return `::stop-commands::${word}\n${text}::${word}::\n`
}
