/** What every page has around its own content. */
import type { Run } from '../runner/result.js'
import { plural } from './count.js'
import { topic } from './links.js'

export interface Frame {
  readonly title: string
  /** From the page to the report's folder: empty or `../`. */
  readonly root: string
  /** What was played, on what, with what: a sentence that ends with `started`. */
  readonly sentence: string
  readonly started: string
  /** The command line that made the run. */
  readonly command: string
}

export function frame(run: Run, title: string, root: '' | '../'): Frame {
  const command = ['ptycheck', ...run.command].join(' ')
  return { title, root, sentence: sentence(run), started: run.started, command }
}

/** `12 cases of 4 topics played on 1 host and 3 references by ptycheck 0.1.0, started` */
function sentence(run: Run): string {
  const topics = new Set(run.cases.map(record => topic(record.id))).size
  const references = run.played.filter(isReference).length
  const hosts = run.played.length - references
  const on = [
    ...(hosts > 0 ? [plural(hosts, 'host')] : []),
    ...(references > 0 ? [plural(references, 'reference')] : []),
  ]
  const what = `${plural(run.cases.length, 'case')} of ${plural(topics, 'topic')}`
  const where = on.length > 0 ? on.join(' and ') : 'no implementation'
  return `${what} played on ${where} by ptycheck ${run.version}, started`
}

function isReference(played: Run['played'][number]): boolean {
  return played.identity?.kind === 'reference' || played.name.startsWith('reference:')
}
