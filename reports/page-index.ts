/** The report's start page: who disagrees, what fails, and everything. */
import { type Played, type Result, type Run, verdictMeaning, verdicts } from '../runner/result.js'
import { type Comparison, comparedLines, outcome } from './compare.js'
import { type Count, countMissing, countSurprises, countVerdicts, plural } from './count.js'
import { evidence } from './evidence.js'
import { frame } from './frame.js'
import { casePage, columnAnchor, implementationPage, picturePage, topic } from './links.js'
import { differences } from './structure.js'
import { few, SHORT, visible } from './visible.js'

export function indexPage(run: Run, comparisons: readonly Comparison[]) {
  const split = comparisons.filter(one => one.sides.length > 1)
  const groups = [
    {
      heading: 'Someone breaks a shall',
      items: split.filter(one => one.breaks.length > 0),
    },
    {
      heading: 'Someone surprises its own profile',
      items: split.filter(one => one.breaks.length === 0 && one.surprises.length > 0),
    },
    {
      heading: 'They merely differ',
      items: split.filter(one => one.breaks.length === 0 && one.surprises.length === 0),
    },
  ]
  return {
    ...frame(run, 'ptycheck report', ''),
    implementations: run.played.map(played => implementation(run, played)),
    legend: verdicts.map(word => ({ word, meaning: verdictMeaning[word] })),
    split: split.length,
    total: plural(run.cases.length, 'case'),
    groups: groups
      .filter(group => group.items.length > 0)
      .map(group => ({ ...group, items: group.items.map(disagreement) })),
    findings: comparisons.flatMap(findings),
    left: run.played
      .filter(played => played.left.length > 0)
      .map(played => ({ ...named(played.name), what: few(played.left, 20) })),
    columns: run.played.map(played => named(played.name)),
    verdicts: verdicts.filter(word =>
      run.played.some(played => played.results.some(result => result.verdict === word)),
    ),
    topics: topics(run, comparisons),
  }
}

function named(name: string) {
  return { name, href: implementationPage(name) }
}

function implementation(run: Run, played: Played) {
  const counts = countVerdicts(played)
  const missing = countMissing(run, played)
  const surprises = countSurprises(played)
  const { identity } = played
  return {
    ...named(played.name),
    system: identity
      ? visible(
          [identity.system, identity.release, identity.machine, identity.libc].join(' ').trim(),
          120,
        )
      : 'never reached',
    picture: picturePage(played.name),
    alt: `${played.name}: ${inWords(counts, missing)}`,
    counts,
    missing,
    surprises: surprises > 0 ? plural(surprises, 'surprise') : null,
    trouble: played.trouble
      ? visible(`${played.trouble.class} trouble: ${played.trouble.reason}`, SHORT)
      : null,
    incomplete: !played.complete,
  }
}

/** `9 pass, 1 fail`. */
function inWords(counts: readonly Count[], missing: number): string {
  const words = counts.map(({ verdict, count }) => `${count} ${verdict}`)
  if (missing > 0) words.push(`${missing} without result`)
  return words.join(', ') || 'nothing was played'
}

function disagreement(comparison: Comparison) {
  const { record, results, telling, differing, sides } = comparison
  const members = sides.flatMap(side => side.implementations)
  const further = differing.length - telling.length
  return {
    ...claim(comparison),
    steps: telling.map(index => ({
      text: record.steps[index]?.text ?? '',
      place: `${record.steps[index]?.file}:${record.steps[index]?.line}`,
      groups: groupsAt(comparison, members, index),
    })),
    apart: [...results.keys()]
      .filter(name => !members.includes(name))
      .map(name => cell(comparison, name)),
    // Sides that differ in nothing but the verdict have no telling step.
    verdicts: telling.length > 0 ? [] : members.map(name => cell(comparison, name)),
    further:
      further > 0
        ? `${plural(further, 'more step')} ${further === 1 ? 'differs' : 'differ'}`
        : null,
  }
}

/** Who saw what at a step; of structures only the fields in which they differ. */
function groupsAt(comparison: Comparison, members: readonly string[], step: number) {
  const groups = groupBy(members, name => seenBy(comparison.results.get(name), step))
  const seen = differences(groups.map(([text]) => text))
  return groups.map(([, names], index) => ({
    seen: visible(seen[index] ?? '', SHORT),
    who: names.map(name => cell(comparison, name)),
  }))
}

function claim({ record }: Comparison) {
  return {
    id: record.id,
    title: record.title,
    href: casePage(record.id),
    level: record.level,
    cites: record.cites.join('; ') || 'no clause cited',
  }
}

/** What is compared, and where nothing is, what was seen. */
function seenBy(result: Result | undefined, step: number): string {
  const lines = result ? comparedLines(result, step) : []
  return lines.map(line => line.compared || line.seen).join(', ') || 'nothing recorded'
}

function groupBy(names: readonly string[], key: (name: string) => string): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const name of names) groups.set(key(name), [...(groups.get(key(name)) ?? []), name])
  return [...groups]
}

/** An implementation's verdict with the way to its evidence. */
function cell({ record, results }: Comparison, name: string) {
  const result = results.get(name)
  return {
    name,
    href: `${casePage(record.id)}#${columnAnchor(name)}`,
    verdict: result?.verdict ?? null,
    surprise: result?.prediction === 'surprise',
  }
}

/** Failures of one case, those that failed alike in one row. */
function findings(comparison: Comparison) {
  const { record, results } = comparison
  const failed = [...results].filter(([, result]) => outcome(result) === 'fails')
  const details = new Map(failed.map(([name, result]) => [name, evidence(record, result)]))
  const names = failed.map(([name]) => name)
  return groupBy(names, name => JSON.stringify(details.get(name))).map(([, alike]) => {
    const found = details.get(alike[0] ?? '')
    return {
      ...claim(comparison),
      step: found?.step ?? '',
      seen: visible(found?.brief ?? '', SHORT),
      place: `${found?.file}:${found?.line}`,
      who: alike.map(name => cell(comparison, name)),
    }
  })
}

function topics(run: Run, comparisons: readonly Comparison[]) {
  const groups = new Map<string, Comparison[]>()
  for (const one of comparisons) {
    const name = topic(one.record.id)
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return [...groups].map(([name, members]) => ({
    name,
    rows: members.map(one => ({
      ...claim(one),
      differs: one.sides.length > 1,
      cells: run.played.map(played => cell(one, played.name)),
    })),
  }))
}
