/** The formats a run can be told in. Help, errors, completion and the documents come from this table. */
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
import { sarif } from './sarif.js'
import { tap } from './tap.js'
import { tmt } from './tmt.js'

export interface Format {
  /** What it is, in a line of help. */
  readonly title: string
  /** Of a file that holds it, without dot. */
  readonly extension: string
  /** The whole document. */
  readonly write: (run: Run) => string
  /** It compares; the others tell results, and of references beside a host none are wanted. */
  readonly compares?: true
}

export const formats = {
  text: {
    title: 'the summary for a terminal',
    extension: 'txt',
    write: run => summary(run),
    compares: true,
  },
  json: {
    title: 'the whole run as one JSON document',
    extension: 'json',
    write: json,
    compares: true,
  },
  tap: { title: 'TAP 14, with subtests and YAML', extension: 'tap', write: tap },
  ktap: { title: 'KTAP 1, of the Linux kernel', extension: 'ktap', write: ktap },
  junit: {
    title: 'JUnit XML, for Jenkins, GitLab and most others',
    extension: 'xml',
    write: junit,
  },
  ctrf: { title: 'CTRF, the Common Test Report Format', extension: 'json', write: ctrf },
  kcidb: { title: "KernelCI's KCIDB, schema 5.3", extension: 'json', write: kcidb },
  ltp: { title: "JSON of LTP's runner kirk, for openQA too", extension: 'json', write: ltp },
  lava: { title: 'signals for LAVA, of a test shell', extension: 'txt', write: lava },
  tmt: { title: "tmt's results.yaml", extension: 'yaml', write: tmt },
  autopkgtest: { title: "autopkgtest's summary", extension: 'txt', write: autopkgtest },
  sarif: { title: 'SARIF 2.1.0, what failed as findings', extension: 'sarif', write: sarif },
  github: { title: "GitHub's annotations (workflow commands)", extension: 'txt', write: github },
  markdown: {
    title: "GitHub's Markdown, as in a job's summary",
    extension: 'md',
    write: markdown,
    compares: true,
  },
  badge: { title: 'an SVG badge with the counts', extension: 'svg', write: badge },
} satisfies Readonly<Record<string, Format>>

export type FormatName = keyof typeof formats

export const formatNames = Object.keys(formats) as FormatName[]

/** A line for each, for `--help`. */
export const formatHelp = formatNames
  .map(name => `  ${name.padEnd(12)} ${formats[name].title}`)
  .join('\n')

/** The run with only these implementations. */
export function onlyOf(run: Run, names: readonly string[]): Run {
  return {
    ...run,
    implementations: run.implementations.filter(({ name }) => names.includes(name)),
    played: run.played.filter(({ name }) => names.includes(name)),
  }
}
