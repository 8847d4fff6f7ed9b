/** Two runs held against each other as a page: the same as the text, to be looked at. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { changeMeaning, changes } from '../change.js'
import { plural } from '../count.js'
import type { Diff, HostDiff } from '../diff.js'
import { counts } from '../diff-text.js'
import { asset } from './files.js'
import { render } from './templates.js'

/** Writes `index.html` and its stylesheet into `folder`, which is made if need be, and gives the page's path. */
export async function renderDiff(diff: Diff, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'report.css'), asset('report.css'))
  const page = join(folder, 'index.html')
  await writeFile(page, render('diff', diffPage(diff)))
  return page
}

function diffPage({ before, after, hosts }: Diff) {
  return {
    title: `${before.started} to ${after.started}`,
    before: before.started,
    after: after.started,
    hosts: hosts.map(hostView),
    legend: changes.map(change => ({ change, meaning: changeMeaning[change] })),
  }
}

function hostView(host: HostDiff) {
  return {
    name: host.name,
    formerName: host.formerName ?? '',
    compared: plural(host.compared, 'case'),
    counts: counts(host),
    trouble: host.trouble,
    environment: host.environment,
    groups: changes
      .map(change => ({
        change,
        items: host.changes
          .filter(one => one.change === change)
          .map(one => ({
            id: one.id,
            title: one.title,
            level: one.level,
            cites: one.cites.join('; ') || 'no clause cited',
            step: one.step,
            place: one.place,
            before: one.before ?? 'not played',
            after: one.after ?? 'not played',
            was: one.was,
            is: one.reason ?? one.is,
          })),
      }))
      .filter(({ items }) => items.length > 0),
  }
}
