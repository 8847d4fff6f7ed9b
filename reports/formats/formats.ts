/** The formats a run can be told in; what they are called is in `names.ts`. */
import type { Run } from '../../runner/result.js'
import { summary } from '../text.js'
import { autopkgtest } from './autopkgtest.js'
import { badge } from './badge.js'
import { ctrf } from './ctrf.js'
import { github } from './github.js'
import { json } from './json.js'
import { junit } from './junit.js'
import { kcidb } from './kcidb.js'
import { ktap } from './ktap.js'
import { lava } from './lava.js'
import { ltp } from './ltp.js'
import { markdown } from './markdown.js'
import type { FormatName } from './names.js'
import { sarif } from './sarif.js'
import { tap } from './tap.js'
import { tmt } from './tmt.js'

export interface Format {
  /** Of a file that holds it, without dot. */
  readonly extension: string
  /** The whole document. */
  readonly write: (run: Run) => string
  /** It compares; the others tell results, and of references beside a host none are wanted. */
  readonly compares?: true
}

export const formats = {
  text: { extension: 'txt', write: run => summary(run), compares: true },
  json: { extension: 'json', write: json, compares: true },
  tap: { extension: 'tap', write: tap },
  ktap: { extension: 'ktap', write: ktap },
  junit: { extension: 'xml', write: junit },
  ctrf: { extension: 'json', write: ctrf },
  kcidb: { extension: 'json', write: kcidb },
  ltp: { extension: 'json', write: ltp },
  lava: { extension: 'txt', write: lava },
  tmt: { extension: 'yaml', write: tmt },
  autopkgtest: { extension: 'txt', write: autopkgtest },
  sarif: { extension: 'sarif', write: sarif },
  github: { extension: 'txt', write: github },
  markdown: { extension: 'md', write: markdown, compares: true },
  badge: { extension: 'svg', write: badge },
} satisfies Readonly<Record<FormatName, Format>>

/** The run with only these implementations. */
export function onlyOf(run: Run, names: readonly string[]): Run {
  return {
    ...run,
    implementations: run.implementations.filter(({ name }) => names.includes(name)),
    played: run.played.filter(({ name }) => names.includes(name)),
  }
}
