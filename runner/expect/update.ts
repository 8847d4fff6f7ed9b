/** What a run makes of expectations: entries for new failures and surprises, and fewer for what is over. */
import { stringify } from 'yaml'
import { isReference, type PlayedOn } from '../result.js'
import type { Checked, Unexpected } from './check.js'
import type { Unexplained } from './explaining.js'
import type { PlacedExpectation } from './read.js'

/** What to say of new failures; what is not given is left open, for somebody to fill in. */
export interface Said {
  readonly bug?: string
  readonly reason?: string
  readonly review: string
}

/** An entry to add, as lines of YAML that begin at a dash. */
export interface Added {
  readonly about: Unexpected | Unexplained
  readonly lines: readonly string[]
}

export interface Update {
  readonly added: readonly Added[]
  /** Entries that mean the same failure on further releases. */
  readonly widened: readonly { readonly entry: PlacedExpectation; readonly release: string }[]
  readonly dropped: readonly PlacedExpectation[]
}

/** Failures that are the same on several hosts of a system get one entry; so do `surprises`, where they are asked for. */
export function updateOf(
  { failures, stale }: Pick<Checked, 'failures' | 'stale'>,
  said: Said,
  prune: boolean,
  surprises: readonly Unexplained[] = [],
): Update {
  const groups = new Map<string, (Unexpected | Unexplained)[]>()
  const add = (one: Unexpected | Unexplained, where: string | undefined) => {
    const key = JSON.stringify([one.record.id, one.signature, where])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const widened = new Map<string, { entry: PlacedExpectation; release: string }>()
  for (const one of failures) {
    const { elsewhere: entry, host } = one
    const release = releaseOf(host)
    if (entry && release !== undefined) widened.set(`${entry.line} ${release}`, { entry, release })
    if (entry) continue
    add(one, host.identity?.system)
  }
  // What surprises one profile need not surprise another, and hosts of a system may have several.
  for (const one of surprises) add(one, one.host.name)
  return {
    added: [...groups.values()].flatMap(group => entryOf(group, said)),
    widened: [...widened.values()],
    dropped: prune ? stale.map(({ entry }) => entry) : [],
  }
}

function entryOf(
  group: readonly (Unexpected | Unexplained)[],
  { bug, reason, review }: Said,
): Added[] {
  const [about] = group
  if (!about) return []
  const { record, signature, host } = about
  const isSurprise = 'surprise' in about
  const system = host.identity?.system
  const releases = [...new Set(group.flatMap(one => releaseOf(one.host) ?? []))]
  const on =
    system === undefined || isReference(host) || isSurprise
      ? { host: host.name }
      : { system, release: oneOf(releases) }
  const expect = isSurprise ? 'surprise' : undefined
  const entry = { case: record.id, on, expect, signature, bug, reason, review }
  const text = stringify([entry], { lineWidth: 0, flowCollectionPadding: false })
    .trimEnd()
    .replace(
      /^( +review: )/m,
      `${bug === undefined ? OPEN_BUG : ''}${reason === undefined ? OPEN_REASON : ''}$1`,
    )
  const [step, seen] = isSurprise
    ? [about.surprise.step, about.surprise.seen]
    : [about.evidence.step, about.evidence.brief || about.evidence.seen]
  const comment = `# ${oneLine(step || record.title)}: ${oneLine(`got ${seen || 'nothing'}`)}`
  return [{ about, lines: [comment, ...text.split('\n')] }]
}

const OPEN_BUG = '  bug: # a link to where it was reported\n'
const OPEN_REASON = '  reason: # why it fails, in a sentence\n'

/** What a host shows stands in a comment: it must not end it, and say no more than is looked at. */
function oneLine(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]/g, '?')
  return plain.length > 100 ? `${plain.slice(0, 96)} ...` : plain
}

function oneOf(words: readonly string[]): string | readonly string[] | undefined {
  return words.length === 1 ? words[0] : words.length > 1 ? words : undefined
}

/** Releases that differ in no more than what is patched: `6.18.*`, `14.2-*`, `7.8`. */
function releaseOf({ identity }: PlayedOn): string | undefined {
  if (!identity?.release) return undefined
  const [, start, mark] = /^(\d+\.\d+)(?:([^\d]).*)?$/s.exec(identity.release) ?? []
  if (start === undefined) return identity.release.replaceAll('*', '?')
  return mark === undefined ? start : `${start}${mark}*`
}
