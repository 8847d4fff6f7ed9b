/**
 * A run as static pages: one start page, one page per case and per implementation, one stylesheet, one script.
 * The same run gives the same bytes. The pages' policy is `default-src 'none'` with `'self'` for style, picture
 * and script, which browsers also match for files beside each other under `file:`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Run } from '../runner/result.js'
import { compare } from './compare.js'
import { countMissing, countVerdicts } from './count.js'
import { casePage, implementationPage, picturePage } from './links.js'
import { casePageView } from './page-case.js'
import { implementationPageView } from './page-implementation.js'
import { indexPage } from './page-index.js'
import { picture } from './picture.js'
import { asset, render } from './templates.js'

/** Writes the report into `folder`, which is made if need be, and gives the path of its start page. */
export async function renderReport(run: Run, folder: string): Promise<string> {
  const comparisons = compare(run)
  const write = (path: string, text: string) => writeFile(join(folder, path), text)
  await mkdir(join(folder, 'cases'), { recursive: true })
  await mkdir(join(folder, 'implementations'), { recursive: true })
  await write('report.css', asset('report.css'))
  await write('report.js', asset('report.js'))
  for (const one of comparisons) {
    await write(casePage(one.record.id), render('case', casePageView(run, one)))
  }
  for (const played of run.played) {
    const page = render('implementation', implementationPageView(run, played))
    await write(implementationPage(played.name), page)
    const bar = picture(countVerdicts(played), countMissing(run, played))
    await write(picturePage(played.name), bar)
  }
  await write('index.html', render('index', indexPage(run, comparisons)))
  return join(folder, 'index.html')
}
