/** The report of a run, with all that suites and model know of it. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { History } from '../../reports/history.js'
import { type ReportOptions, renderReport } from '../../reports/html.js'
import type { Run } from '../result.js'
import type { Case } from '../suite/suite.js'
import { backgroundOf } from './background.js'
import { PageThreads } from './page-threads.js'
import { withProgress } from './progress.js'

/** Writes the pages into `folder` and gives the path of the first; on a terminal one sees how far it is. */
export async function writePages(
  run: Run,
  folder: string,
  cases: readonly Case[],
  history?: History,
): Promise<string> {
  const known: ReportOptions = { background: backgroundOf(cases), ...(history && { history }) }
  // What a history knows cannot be copied.
  const render = history ? renderReport : renderTogether(cases)
  if (process.stderr.isTTY !== true) return render(run, folder, known)
  let page = ''
  await withProgress([
    {
      title: folder,
      run: async line => {
        const done = (pages: number, all: number) => line.done(pages, all, '', 'pages')
        page = await render(run, folder, { ...known, done })
        done(run.cases.length, run.cases.length)
      },
    },
  ])
  return page
}

/** `renderReport` on all processors. */
function renderTogether(cases: readonly Case[]): typeof renderReport {
  return async (run, folder, options) => {
    mkdirSync(join(folder, 'cases'), { recursive: true })
    const threads = new PageThreads(run, folder, cases)
    try {
      const page = await renderReport(run, folder, { ...options, take: threads.take })
      await threads.over()
      return page
    } finally {
      await threads.end()
    }
  }
}
