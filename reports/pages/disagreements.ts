/** Where the implementations of a run disagree, by what it means and by clause. */
import { byClause, clauseOf } from '../clause.js'
import { asked, type Comparison, comparedLines } from '../compare.js'
import { plural } from '../count.js'
import { casePage } from '../links.js'
import { differences } from '../structure.js'
import { SHORT, visible } from '../visible.js'
import { groupBy, groupsOf } from './words.js'

/** Cases whose sides are shown; of further ones there is a line each, and their own page. */
const SHOWN = 200

export function disagreements(comparisons: readonly Comparison[]) {
  const split = comparisons.filter(one => one.sides.length > 1)
  const broken = split.filter(one => one.breaks.length > 0)
  const odd = split.filter(one => one.breaks.length === 0 && one.surprises.length > 0)
  const differ = split.filter(one => one.breaks.length === 0 && one.surprises.length === 0)
  const kinds = [
    { heading: 'Someone breaks a shall', anchor: 'broken', items: broken },
    { heading: 'Someone surprises its own profile', anchor: 'surprising', items: odd },
    { heading: 'They merely differ', anchor: 'differing', items: differ },
  ].filter(({ items }) => items.length > 0)
  // By the order in which they are read, so that the first ones are shown whole.
  const inOrder = kinds.flatMap(({ items }) => byClauses(items).flatMap(([, members]) => members))
  const whole = new Set(inOrder.slice(0, SHOWN))
  return {
    split: split.length,
    groups: kinds.map(({ heading, anchor, items }) => ({
      heading,
      anchor,
      count: items.length,
      clauses: byClauses(items).map(([clause, members]) => ({
        clause: clause || 'No clause: what systems do',
        items: members.map(one => (whole.has(one) ? disagreement(one) : claim(one))),
      })),
    })),
  }
}

function byClauses(all: readonly Comparison[]): [string, Comparison[]][] {
  return groupBy(all, one => clauseOf(one.record.cites)).sort(([a], [b]) => byClause(a, b))
}

/** What a case says, and where that is demanded. */
export function claim({ record }: Comparison) {
  return {
    id: record.id,
    title: record.title,
    href: casePage(record.id),
    level: record.level,
    cites: record.cites.join('; ') || 'no clause cited',
    whole: false,
    steps: [] as ReturnType<typeof stepsOf>,
    verdicts: [] as ReturnType<typeof groupsOf>,
    apart: [] as ReturnType<typeof groupsOf>,
    further: '',
  }
}

function disagreement(comparison: Comparison): ReturnType<typeof claim> {
  const { results, telling, differing, sides } = comparison
  const members = sides.flatMap(side => side.implementations)
  const taken = new Set(members)
  const further = differing.length - telling.length
  return {
    ...claim(comparison),
    whole: true,
    steps: stepsOf(comparison, members),
    apart: groupsOf(
      comparison,
      [...results.keys()].filter(name => !taken.has(name)),
    ),
    // Sides that differ in nothing but the verdict have no telling step.
    verdicts: telling.length > 0 ? [] : groupsOf(comparison, members),
    further:
      further > 0 ? `${plural(further, 'more step')} ${further === 1 ? 'differs' : 'differ'}` : '',
  }
}

function stepsOf(comparison: Comparison, members: readonly string[]) {
  const { record, telling } = comparison
  return telling.map(index => ({
    text: record.steps[index]?.text ?? '',
    place: `${record.steps[index]?.file}:${record.steps[index]?.line}`,
    groups: groupsAt(comparison, members, index),
  }))
}

/** Who saw what at a step; of structures only the fields in which they differ. */
function groupsAt(comparison: Comparison, members: readonly string[], step: number) {
  const groups = groupBy(members, name => seenBy(comparison, name, step))
  const seen = differences(groups.map(([text]) => text))
  return groups.map(([, names], index) => ({
    seen: visible(seen[index] ?? '', SHORT),
    who: groupsOf(comparison, names),
  }))
}

/** What is compared, and where nothing is, what was seen. */
function seenBy({ record, results }: Comparison, name: string, step: number): string {
  const result = results.get(name)
  const lines = result ? comparedLines(result, step) : []
  const text = record.steps[step]?.text ?? ''
  return lines.map(line => asked(line.compared || line.seen, text)).join(', ') || 'nothing recorded'
}
