/**
 * A run as static pages: a start page, the table of all cases, a page per case and per implementation, one stylesheet, one
 * script. The same run gives the same bytes. The pages' policy is `default-src 'none'` with `'self'` for style, picture and
 * script, which browsers also match for files beside each other under `file:`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Run } from '../runner/result.js'
import type { Background } from './background.js'
import { compare } from './compare.js'
import { countMissing, countVerdicts } from './count.js'
import type { History } from './history.js'
import { casePage, implementationPage, picturePage, programPage, topicsPicture } from './links.js'
import { casePageView } from './pages/case.js'
import { asset } from './pages/files.js'
import { frames } from './pages/frame.js'
import { implementationPageView } from './pages/implementation.js'
import { indexPage } from './pages/index.js'
import { matrixPages } from './pages/matrix.js'
import { picture, topicsPictureOf } from './pages/picture.js'
import { programBeside } from './pages/reports.js'
import { render } from './pages/templates.js'

export interface ReportOptions {
  /** What is known beyond the run: programs, choices, likenesses. Without it pages do without. */
  readonly background?: Background
  /** Earlier runs of the same hosts. */
  readonly history?: History
  /** Told after each page of a case. */
  readonly done?: (pages: number, of: number) => void
  /** Gives the place of the next case in the run, where others write pages of cases, too; without it all are written here. */
  readonly take?: () => number
}

/** Writes the report into `folder`, which is made if need be, and gives the path of its start page. */
export async function renderReport(
  run: Run,
  folder: string,
  options: ReportOptions = {},
): Promise<string> {
  const { history } = options
  const comparisons = compare(run)
  const framed = frames(run)
  const write = writingInto(folder)
  mkdirSync(join(folder, 'cases'), { recursive: true })
  mkdirSync(join(folder, 'implementations'), { recursive: true })
  write('report.css', asset('report.css'))
  write('report.js', asset('report.js'))
  write('index.html', render('index', indexPage(run, comparisons, framed, history)))
  for (const { path, view } of matrixPages(run, comparisons, framed))
    write(path, render('matrix', view))
  write(topicsPicture, topicsPictureOf(run.played, comparisons))
  for (const played of run.played) {
    const view = implementationPageView(run, played, framed, history)
    write(implementationPage(played.name), render('implementation', view))
    write(picturePage(played.name), picture(countVerdicts(played), countMissing(run, played)))
  }
  await renderCases(run, folder, options, comparisons)
  return join(folder, 'index.html')
}

/** Writes the pages of those cases that `take` gives into the folder of a report; it is there with its folder `cases`. */
export async function renderCases(
  run: Run,
  folder: string,
  { background, history, done, take = counter() }: ReportOptions,
  comparisons = compare(run),
): Promise<void> {
  const known = { framed: frames(run), background, history }
  const write = writingInto(folder)
  for (let n = take(), one = comparisons[n]; one; n = take(), one = comparisons[n]) {
    const { id } = one.record
    write(casePage(id), render('case', casePageView(run, one, known)))
    const program = programBeside(run, one, background)
    if (program !== undefined) write(programPage(id), program)
    done?.(n + 1, comparisons.length)
    // Lets progress be drawn and a signal be heard.
    if (n % 50 === 0) await setImmediate()
  }
}

function counter(): () => number {
  let n = 0
  return () => n++
}

function writingInto(folder: string) {
  return (path: string, text: string) => writeFileSync(join(folder, path), text)
}
