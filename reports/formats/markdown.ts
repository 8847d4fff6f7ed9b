/** A run as GitHub's Markdown, for the summary of a job: the counts, what does not hold, and what could not be carried out. */
import { type Run, verdicts } from '../../runner/result.js'
import { byCase } from '../compare.js'
import { byReason, countMissing, countVerdicts, plural } from '../count.js'
import { evidence } from '../evidence.js'
import { cell, code } from '../markdown.js'

/** GitHub takes 1 MiB for a step; a row has at most a few KiB. */
const MOST_BYTES = 900_000

export function markdown(run: Run): string {
  const lines = [`## ptycheck, ${plural(run.cases.length, 'case')}`, '', ...counts(run)]
  const rows = failures(run)
  if (rows.length > 0)
    lines.push(
      ...['', '### Does not hold', ''],
      '| case | demanded by | step | where | observed |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    )
  const untold = notCarriedOut(run)
  if (untold.length > 0)
    lines.push('', '### Not carried out; this says nothing about the systems', '', ...untold)
  return `${fitting(lines).join('\n')}\n`
}

function counts(run: Run): string[] {
  const rows = run.played.map(played => {
    const count = new Map<string, number>(
      countVerdicts(played).map(({ verdict, count }) => [verdict, count]),
    )
    count.set('no result', countMissing(run, played))
    return { played, count }
  })
  const columns = [...verdicts, 'no result'].filter(word =>
    rows.some(({ count }) => count.get(word)),
  )
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    row(['implementation', 'system', ...columns]),
    row(['---', '---', ...columns.map(() => '--:')]),
    ...rows.map(({ played: { name, identity }, count }) =>
      row([
        cell(name),
        cell([identity?.system, identity?.release].filter(Boolean).join(' ')),
        ...columns.map(word => `${count.get(word) || ''}`),
      ]),
    ),
  ]
}

function failures(run: Run): string[] {
  return run.cases.flatMap(record =>
    run.played.flatMap(played => {
      const result = byCase(played).get(record.id)
      if (!result || !['fail', 'crash', 'xpass'].includes(result.verdict)) return []
      const { step, brief } = evidence(record, result)
      const demanded = `${record.level}: ${record.cites.join('; ') || 'no clause cited'}`
      const observed = brief ? code(brief) : cell(result.reason ?? result.verdict)
      const shown = [code(record.id), cell(demanded), step ? code(step) : cell(record.title)]
      return [`| ${[...shown, cell(played.name), observed].join(' | ')} |`]
    }),
  )
}

function notCarriedOut(run: Run): string[] {
  return run.played.flatMap(({ name, results, trouble, complete }) => {
    const cut = complete ? [] : [`cut off: ${trouble?.reason ?? 'no reason recorded'}`]
    const reasons = byReason(results.filter(({ verdict }) => verdict === 'unresolved')).map(
      ({ reason, cases }) => `${plural(cases.length, 'case')}: ${reason}`,
    )
    return [...cut, ...reasons].map(one => `- ${cell(name)}: ${cell(one)}`)
  })
}

/** As many lines as GitHub takes, and how many did not fit. */
function fitting(lines: readonly string[]): string[] {
  let bytes = 0
  const at = lines.findIndex(line => {
    bytes += Buffer.byteLength(line) + 1
    return bytes > MOST_BYTES
  })
  if (at < 0) return [...lines]
  return [
    ...lines.slice(0, at),
    '',
    `... and ${plural(lines.length - at, 'more line')}; the report has them.`,
  ]
}
