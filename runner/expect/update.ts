/** What a run makes of expectations: entries for new failures, and fewer for what is over. */
import { stringify } from 'yaml'
import { isReference, type PlayedOn } from '../result.js'
import type { Checked, Unexpected } from './check.js'
import type { PlacedExpectation } from './read.js'

/** What to say of new failures; what is not given is left open, for somebody to fill in. */
export interface Said {
  readonly bug?: string
  readonly reason?: string
  readonly review: string
}

/** An entry to add, as lines of YAML that begin at a dash. */
export interface Added {
  readonly about: Unexpected
  readonly lines: readonly string[]
}

export interface Update {
  readonly added: readonly Added[]
  /** Entries that mean the same failure on further releases. */
  readonly widened: readonly { readonly entry: PlacedExpectation; readonly release: string }[]
  readonly dropped: readonly PlacedExpectation[]
}

/** Failures that are the same on several hosts of a system get one entry. */
export function updateOf(
  { failures, stale }: Pick<Checked, 'failures' | 'stale'>,
  said: Said,
  prune: boolean,
): Update {
  const groups = new Map<string, Unexpected[]>()
  const widened = new Map<string, { entry: PlacedExpectation; release: string }>()
  for (const one of failures) {
    const { elsewhere: entry, record, signature, host } = one
    const release = releaseOf(host)
    if (entry && release !== undefined) widened.set(`${entry.line} ${release}`, { entry, release })
    if (entry) continue
    const key = JSON.stringify([record.id, signature, host.identity?.system])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return {
    added: [...groups.values()].flatMap(group => entryOf(group, said)),
    widened: [...widened.values()],
    dropped: prune ? stale.map(({ entry }) => entry) : [],
  }
}

function entryOf(group: readonly Unexpected[], { bug, reason, review }: Said): Added[] {
  const [about] = group
  if (!about) return []
  const { record, signature, host, evidence } = about
  const system = host.identity?.system
  const releases = [...new Set(group.flatMap(one => releaseOf(one.host) ?? []))]
  const on =
    system === undefined || isReference(host)
      ? { host: host.name }
      : { system, release: oneOf(releases) }
  const entry = { case: record.id, on, signature, bug, reason, review }
  const text = stringify([entry], { lineWidth: 0, flowCollectionPadding: false })
    .trimEnd()
    .replace(
      /^( +review: )/m,
      `${bug === undefined ? OPEN_BUG : ''}${reason === undefined ? OPEN_REASON : ''}$1`,
    )
  const seen = `got ${evidence.brief || evidence.seen || 'nothing'}`
  const comment = `# ${oneLine(evidence.step || record.title)}: ${oneLine(seen)}`
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
