/** The pages' templates, compiled by the build. Text enters a page only through `text`, visible and escaped. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { escaped } from '../escaped.js'
import { visible } from '../visible.js'
import { COMPILED, packageFolder } from './files.js'

type Template = (view: unknown) => string

/** What compiled templates are made of. */
export const lent = {
  /** A slip in a template is an error, not a gap in a report: nothing is `null`, never absent. */
  text(value: unknown, place: string): string {
    if (value === undefined) throw new Error(`reports/pages: there is no ${place}`)
    return value === null ? '' : escaped(visible(String(value)))
  },

  /** An empty list is as good as none. */
  holds(value: unknown): boolean {
    return Array.isArray(value) ? value.length > 0 : Boolean(value)
  },

  each(
    list: readonly unknown[] | null | undefined,
    item: (value: unknown, isFirst: boolean) => string,
    otherwise: () => string,
  ): string {
    if (!list?.length) return otherwise()
    let text = ''
    for (const [n, value] of list.entries()) text += item(value, n === 0)
    return text
  },
}

const { default: templatesWith } = (await import(
  pathToFileURL(join(packageFolder(), COMPILED)).href
)) as { default: (helpers: typeof lent) => Readonly<Record<string, Template>> }
const templates = templatesWith(lent)

/** A whole page. */
export function render(page: string, view: object): string {
  const template = templates[page]
  if (!template) throw new Error(`reports/pages: no template ${page}.hbs; npm run build`)
  return template(view)
}
