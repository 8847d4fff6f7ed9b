/** Why implementations showed what they did, as far as the model knows: choices, and what looks like it. */
import type { Run } from '../../runner/result.js'
import type { Background, Likeness } from '../background.js'
import type { Comparison } from '../compare.js'
import { namesOf } from './words.js'

/** Hosts whose surprise is looked into, and likenesses that are named of each. */
const HOSTS = 8
const NAMED = 6

export function reasons(run: Run, comparison: Comparison, background: Background | undefined) {
  const { record, results, sides } = comparison
  if (!background) return { deciding: [], likenesses: [] }
  const apart = new Set(sides.length > 1 ? sides.flatMap(side => side.implementations) : [])
  const deciding = background.deciding(
    record,
    run.played.filter(({ name }) => apart.has(name)),
  )
  return {
    deciding: deciding.map(({ name, doc, values }) => ({
      name,
      doc,
      values: values.map(one => ({ value: one.value, who: namesOf(one.names, 12) })),
    })),
    likenesses: comparison.surprises.slice(0, HOSTS).flatMap(name => {
      const [host, result] = [run.played.find(one => one.name === name), results.get(name)]
      if (!host || !result) return []
      const all = background.likenesses(record, result, host)
      return [{ name, profile: result.profile ?? '', all: all.slice(0, NAMED).map(likeness) }]
    }),
  }
}

function likeness(one: Likeness) {
  if (one.kind === 'defect')
    return {
      what: `a known defect: ${one.title}`,
      name: one.id,
      more: `Seen in ${one.seen}. ${one.cite}`,
    }
  const who = one.profiles.length > 0 ? `, as ${one.profiles.join(', ')} have it` : ''
  return { what: `another value of a choice: ${one.value}${who}`, name: one.name, more: one.doc }
}
