/** The pages' templates, compiled once. Text enters a page only through `render`, visible and escaped. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import { shown } from './visible.js'

const pages = ['index', 'case', 'implementation', 'diff'] as const
const partials = ['layout', 'badge', 'disagreement', 'findings', 'matrix'] as const

export type Page = (typeof pages)[number]

const folder = findFolder()
const engine = Handlebars.create()
// `strict`: a slip in a template is an error, not a gap in a report.
const options = { strict: true, preventIndent: true, knownHelpersOnly: true }
for (const name of partials) engine.registerPartial(name, engine.compile(source(name), options))
const templates = new Map(pages.map(name => [name, engine.compile(source(name), options)]))

/** A whole page. */
export function render(page: Page, view: object): string {
  const template = templates.get(page)
  if (!template) throw new Error(`reports/pages: no template ${page}.hbs`)
  return template(shown(view))
}

/** The report's own stylesheet or script, as it is copied beside the pages. */
export function asset(name: 'report.css' | 'report.js'): string {
  return readFileSync(join(folder, '..', name), 'utf8')
}

function source(name: string): string {
  return readFileSync(join(folder, `${name}.hbs`), 'utf8')
}

/** `reports/pages` of this package: beside the source, or above `dist/reports`. */
function findFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url))
  for (let at = start; ; at = dirname(at)) {
    const found = join(at, 'reports', 'pages')
    if (existsSync(join(found, 'layout.hbs'))) return found
    if (at === dirname(at)) {
      throw new Error(`no folder reports/pages with layout.hbs above ${start}: reinstall ptycheck`)
    }
  }
}
