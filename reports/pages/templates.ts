/** The pages' templates, compiled by the build. Text enters a page only through `render`, visible and escaped. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { shown } from '../visible.js'
import { COMPILED, packageFolder } from './files.js'
import { runtime } from './runtime.js'

const compiled = (await import(pathToFileURL(join(packageFolder(), COMPILED)).href)) as {
  default: Readonly<Record<string, TemplateSpecification>>
}
const engine = runtime.create()
const templates = new Map(
  Object.entries(compiled.default).map(([name, made]) => [name, engine.template(made)]),
)
for (const [name, template] of templates) engine.registerPartial(name, template)

/** A whole page. */
export function render(page: string, view: object): string {
  const template = templates.get(page)
  if (!template) throw new Error(`reports/pages: no template ${page}.hbs; npm run build`)
  return template(shown(view))
}
