/** Writes what a probe answers: the inverse of `remote/answers.ts`. */
import type { Line, Seen, Transcript } from '../implementation.js'
import { visible } from '../remote/answers.js'
import { HELLO, PROTOCOL } from '../remote/protocol.js'

/** What a host says of itself. */
export interface Facts {
  /** system, release, machine, libc. */
  readonly identity: Readonly<Record<string, string>>
  readonly settings: Readonly<Record<string, string>>
  readonly aliases: readonly (readonly string[])[]
}

/** From hello to ready. */
export function helloText(nonce: string, { identity, settings, aliases }: Facts): string {
  return lines([
    [HELLO, PROTOCOL, nonce],
    ...Object.entries(identity).map(fact => ['identity', ...fact]),
    ...Object.entries(settings).map(fact => ['setting', ...fact]),
    ...aliases.map(names => ['alias', ...names]),
    ['ready'],
  ])
}

/** One case, in one piece. `repeat`: rounds that were asked for; where a play has no rounds, all were like it. */
export function transcriptText(
  number: string,
  { lines: own, rounds, unsupported = [], trouble, left = [] }: Transcript,
  repeat = 1,
): string {
  const isWhole = unsupported.length === 0 && !trouble
  const all = rounds ?? { played: repeat, same: repeat, others: [] }
  return lines([
    ['case', number],
    ...own.map(lineFields),
    ...(rounds || (repeat > 1 && isWhole) ? [['rounds', all.played, all.same]] : []),
    ...all.others.flatMap(other => [
      ['round', other.first, other.count],
      ...other.lines.map(lineFields),
    ]),
    ...unsupported.map(what => ['unsupported', what]),
    // A probe cannot know of the network that it is spoken to over.
    ...(trouble
      ? [['trouble', trouble.class === 'network' ? 'host' : trouble.class, trouble.reason]]
      : []),
    ...left.map(what => ['left', what]),
    ['over', number],
  ])
}

/** After the last case. */
export function doneText(left: readonly string[]): string {
  return lines([...left.map(what => ['left', what]), ['done']])
}

function lineFields({ step, kind, who, seen, took }: Line): (string | number)[] {
  const time = took === undefined ? '-' : took.toFixed(6)
  return ['line', step, kind, who || '-', time, ...seenFields(seen)]
}

function seenFields(seen: Seen): string[] {
  switch (seen.kind) {
    case 'value':
      return ['value', seen.text]
    case 'stopped':
      return ['stopped', seen.signal]
    case 'signal':
      return [seen.delivered ? 'signal' : 'nosignal', seen.signal]
    case 'exited':
    case 'killed':
      return [seen.kind, seen.detail]
    case 'refused':
      return ['refused', seen.why]
    default:
      return [seen.kind]
  }
}

function lines(all: readonly (readonly (string | number)[])[]): string {
  return all.map(fields => `${fields.map(field => visible(`${field}`)).join('\t')}\n`).join('')
}
