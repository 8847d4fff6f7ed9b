/** What formats are called: help, completion and errors need no more, and the formats themselves take a while to load. */

export const formatTitles = {
  text: 'the summary for a terminal',
  json: 'the whole run as one JSON document',
  tap: 'TAP 14, with subtests and YAML',
  ktap: 'KTAP 1, of the Linux kernel',
  junit: 'JUnit XML, for Jenkins, GitLab and most others',
  ctrf: 'CTRF, the Common Test Report Format',
  kcidb: "KernelCI's KCIDB, schema 5.3",
  ltp: "JSON of LTP's runner kirk, for openQA too",
  lava: 'signals for LAVA, of a test shell',
  tmt: "tmt's results.yaml",
  autopkgtest: "autopkgtest's summary",
  sarif: 'SARIF 2.1.0, what failed as findings',
  github: "GitHub's annotations (workflow commands)",
  markdown: "GitHub's Markdown, as in a job's summary",
  badge: 'an SVG badge with the counts',
} as const

export type FormatName = keyof typeof formatTitles

export const formatNames = Object.keys(formatTitles) as FormatName[]

/** A line for each, for `--help`. */
export const formatHelp = formatNames
  .map(name => `  ${name.padEnd(12)} ${formatTitles[name]}`)
  .join('\n')
