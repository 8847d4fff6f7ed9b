/** The report of a run, with all that suites and model know of it. */
import type { History } from '../../reports/history.js'
import { type ReportOptions, renderReport } from '../../reports/html.js'
import type { Run } from '../result.js'
import type { Case } from '../suite/suite.js'
import { backgroundOf } from './background.js'
import { withProgress } from './progress.js'

/** Writes the pages into `folder` and gives the path of the first; on a terminal one sees how far it is. */
export async function writePages(
  run: Run,
  folder: string,
  cases: readonly Case[],
  history?: History,
): Promise<string> {
  const known: ReportOptions = { background: backgroundOf(cases), ...(history && { history }) }
  if (process.stderr.isTTY !== true) return renderReport(run, folder, known)
  let page = ''
  await withProgress([
    {
      title: folder,
      run: async line => {
        const done = (pages: number, all: number) => line.done(pages, all, '', 'pages')
        page = await renderReport(run, folder, { ...known, done })
      },
    },
  ])
  return page
}
