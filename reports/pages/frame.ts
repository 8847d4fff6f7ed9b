/** What every page has around its own content. */
import { isReference, type Run } from '../../runner/result.js'
import { plural } from '../count.js'
import { topic } from '../links.js'

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

/** The frame of each page of a run. */
export type Framed = (title: string, root: '' | '../') => Frame

export function frames(run: Run): Framed {
  const same = {
    sentence: sentence(run),
    started: run.started,
    command: ['ptycheck', ...run.command].join(' '),
  }
  return (title, root) => ({ title, root, ...same })
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
