/** What became better and worse between two runs, for a terminal and for a bug report. */
import type { CaseChange } from './change.js'
import { changes } from './change.js'
import { plural } from './count.js'
import type { Diff, HostDiff } from './diff.js'
import { cell, code } from './markdown.js'
import { visible } from './visible.js'

/** Characters of one value in a line. */
const SHORT = 100

/** Changes of which a line is enough: nothing new was seen. */
const brief: readonly CaseChange['change'][] = [
  'still failing',
  'appeared',
  'disappeared',
  'case changed meaning',
]

/** `2 regressions` would be wrong for most of them: `regression 2, fixed 1`. */
export function counts({ changes: all }: HostDiff): string {
  const counted = changes
    .map(change => ({ change, count: all.filter(one => one.change === change).length }))
    .filter(({ count }) => count > 0)
    .map(({ change, count }) => `${change} ${count}`)
  return counted.join(', ') || 'no change'
}

/** Plain lines without escape sequences. */
export function diffText(diff: Diff): string {
  return `${diff.hosts.flatMap((host, index) => [...(index > 0 ? [''] : []), ...hostText(host)]).join('\n')}\n`
}

function hostText(host: HostDiff): string[] {
  const renamed = host.formerName === undefined ? '' : ` (was ${line(host.formerName)})`
  return [
    `${line(host.name)}${renamed}: ${plural(host.compared, 'case')} compared: ${counts(host)}`,
    ...host.trouble.map(what => `  not comparable: ${line(what)}`),
    ...host.environment.map(what => `  environment changed: ${line(what)}`),
    ...host.changes.flatMap(changeText),
  ]
}

function changeText(one: CaseChange): string[] {
  const clause = line(one.cites.join('; ') || 'no clause cited')
  const head = `${one.change}  ${line(one.id)}  (${one.level}: ${clause})`
  if (brief.includes(one.change)) return [head]
  return [
    '',
    head,
    ...(one.step ? [`      ${line(one.step)}  ${line(one.place)}`] : [`      ${line(one.title)}`]),
    `      was ${state(one.before, one.was)}`,
    `      is  ${state(one.after, one.reason ?? one.is)}`,
  ]
}

function state(verdict: string | undefined, seen: string): string {
  if (verdict === undefined) return 'not played'
  return seen ? `${verdict}: ${line(seen)}` : verdict
}

function line(text: string): string {
  return visible(text, SHORT)
}

/** GitHub's Markdown: a heading and a table per host. */
export function diffMarkdown(diff: Diff): string {
  const { before, after } = diff
  return [
    `# ptycheck: ${before.started} to ${after.started}`,
    ...diff.hosts.flatMap(hostMarkdown),
    '',
  ].join('\n')
}

function hostMarkdown(host: HostDiff): string[] {
  const facts = [
    ...host.trouble.map(what => `- **not comparable:** ${cell(what)}`),
    ...host.environment.map(what => `- environment changed: ${cell(what)}`),
  ]
  const rows = host.changes.map(one =>
    [
      one.change,
      code(one.id),
      `${one.level}: ${cell(one.cites.join('; ') || 'no clause cited')}`,
      one.step ? code(one.step) : cell(one.title),
      stateMarkdown(one.before, one.was),
      stateMarkdown(one.after, one.reason ?? one.is),
    ].join(' | '),
  )
  const table = [
    '| change | case | demanded by | step | was | is |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(row => `| ${row} |`),
  ]
  return [
    '',
    `## ${cell(host.name)}`,
    '',
    `${plural(host.compared, 'case')} compared: ${counts(host)}.`,
    ...(facts.length > 0 ? ['', ...facts] : []),
    ...(rows.length > 0 ? ['', ...table] : []),
  ]
}

function stateMarkdown(verdict: string | undefined, seen: string): string {
  if (verdict === undefined) return 'not played'
  return seen ? `${verdict}: ${code(seen)}` : verdict
}
