/** A whole report in one file, to be attached: less than the report of many pages has, but all evidence. */
import { createHash } from 'node:crypto'
import type { Run } from '../../runner/result.js'
import { compare } from '../compare.js'
import { countMissing, countVerdicts } from '../count.js'
import type { History } from '../history.js'
import { casePage, digestAnchor, picturePage, topicsPicture } from '../links.js'
import { stepsOf } from './case.js'
import { columnsOf } from './columns.js'
import { asset } from './files.js'
import { frames } from './frame.js'
import { indexPage } from './index.js'
import { matrixPages } from './matrix.js'
import { picture, topicsPictureOf } from './picture.js'
import { render } from './templates.js'
import { namesOf } from './words.js'

/** More implementations make a file that nobody attaches. */
export const MOST_IN_ONE_FILE = 10

/** The page, with its style, script and pictures in it; the policy names them by their digests. */
export function singlePage(run: Run, history?: History): string {
  const comparisons = compare(run)
  const framed = frames(run)
  const [style, script] = [asset('report.css'), asset('report.js')]
  const [table] = matrixPages(run, comparisons, framed, { linked: 0, bytes: Number.MAX_VALUE })
  const html = render('single', {
    ...indexPage(run, comparisons, framed, history),
    policy: `default-src 'none'; style-src '${digestOf(style)}'; script-src '${digestOf(script)}'; img-src data:`,
    table: table?.view,
    cases: comparisons.map(one => {
      const { columns } = columnsOf(run, one, 0)
      const { heads, rows } = stepsOf(run, one, columns)
      const { record } = one
      return {
        anchor: anchorOf(casePage(record.id)),
        id: record.id,
        title: record.title,
        level: record.level,
        cites: record.cites.join('; ') || 'no clause cited',
        place: `${record.place.file}:${record.place.line}`,
        digest: digestAnchor(record.digest),
        heads: heads.map((head, n) => ({ ...head, who: namesOf(columns[n]?.names ?? []) })),
        // Steps of which nothing was seen anywhere tell nothing.
        rows: columns.some(({ result }) => result?.lines.length) ? rows.map(compact) : [],
      }
    }),
  })
  const pictures = new Map([
    [topicsPicture, topicsPictureOf(run.played, comparisons)],
    ...run.played.map(
      one => [picturePage(one.name), picture(countVerdicts(one), countMissing(run, one))] as const,
    ),
  ])
  return inOneFile(html, pictures)
    .replace('<style></style>', () => `<style>${style}</style>`)
    .replace('<script></script>', () => `<script>${script}</script>`)
}

type Row = ReturnType<typeof stepsOf>['rows'][number]

/** One cell for all where all showed the same text. */
function compact({ text, differs, cells }: Row) {
  const shown = cells.map(({ lines }) => lines.map(({ head, fails }) => ({ head, fails })))
  const texts = new Set(shown.map(lines => JSON.stringify(lines)))
  const [first = []] = shown
  if (texts.size > 1 || cells.length < 2)
    return { text, differs, cells: shown.map(lines => ({ lines, span: 0 })) }
  return { text, differs, cells: [{ lines: first, span: cells.length }] }
}

/** Links to pages become links within, pictures their own data. No text of a run has a quote that is not escaped. */
function inOneFile(html: string, pictures: ReadonlyMap<string, string>): string {
  return html
    .replace(/&#x3D;/g, '=')
    .replace(/ href="(cases\/[^"#]*)(#[^"]*)?"/g, (_, page: string) => ` href="#${anchorOf(page)}"`)
    .replace(/ href="implementations\/[^"]*"/g, ' href="#implementations"')
    .replace(/ href="matrix[^"]*"/g, ' href="#all"')
    .replace(/ src="([^"]*)"/g, (_, path: string) => ` src="${dataOf(pictures.get(path) ?? '')}"`)
}

function anchorOf(page: string): string {
  return page.replace(/^cases\//, 'case-').replace(/\.html$/, '')
}

function dataOf(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
