/** What names a machine or a person: taken out before a run is written, and looked for in what was. */
import { isIPv6 } from 'node:net'

/** A kind of text that names somebody, whatever it is called. */
interface Kind {
  readonly what: string
  readonly pattern: RegExp
  readonly instead: string
  /** Whether this one is of the kind, where the pattern alone does not tell. */
  readonly is?: (found: string) => boolean
}

const kinds: readonly Kind[] = [
  {
    what: 'a user at a host',
    pattern: /(?<![\w@.-])[A-Za-z_][\w.-]*@(?:\[[\w.:%-]+\]|[A-Za-z0-9][\w.-]*)/g,
    instead: 'HOST',
  },
  {
    what: 'an address',
    pattern: /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.-])/g,
    instead: 'ADDRESS',
    is: found => found.split('.').every(part => Number(part) < 256),
  },
  {
    what: 'an address',
    pattern: /(?<![\w:.])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:\.\d+)*(?:%\w+)?(?![\w:])/g,
    instead: 'ADDRESS',
    is: found => found.length > 2 && isIPv6(found.replace(/%.*/, '')),
  },
  {
    what: "somebody's folder",
    pattern:
      /(?<![\w/.])(?:(?:\/usr|\/export|\/var)?\/home|\/Users)\/[^\s"'`/\\:;,)<>]+|(?<![\w/.])\/root(?![\w-])/g,
    instead: '~',
  },
  {
    what: 'the environment',
    pattern:
      /(?<![\w$])(?:PATH|HOME|USER|LOGNAME|MAIL|SHELL|PWD|OLDPWD|HOSTNAME|DISPLAY|SUDO_\w+|SSH_\w+|XDG_\w+)=[^\s"'\\]+/g,
    instead: 'ENVIRONMENT',
  },
]

/** A word and what is written in its place. */
export type Word = readonly [word: string, instead: string]

/** The text without what names a machine or a person; `words` are names that are known, longer ones first. */
export function redacted(text: string, words: readonly Word[] = []): string {
  const known = words.reduce(
    (left, [word, instead]) => left.replace(wordPattern(word), () => instead),
    text,
  )
  return kinds.reduce(
    (left, { pattern, instead, is }) =>
      left.replace(pattern, found => (is && !is(found) ? found : instead)),
    known,
  )
}

/** What of a text names a machine or a person. */
export function leaksIn(
  text: string,
  words: readonly Word[] = [],
): { readonly what: string; readonly found: string }[] {
  const byKind = kinds.flatMap(({ what, pattern, is }) =>
    (text.match(pattern) ?? []).filter(found => !is || is(found)).map(found => ({ what, found })),
  )
  const byWord = words.flatMap(([word, instead]) =>
    (text.match(wordPattern(word)) ?? []).map(found => ({
      what: `what is called ${instead} here`,
      found,
    })),
  )
  return [...byKind, ...byWord]
}

/** The word as a whole: `vm` is no part of `vm-1`. */
function wordPattern(word: string): RegExp {
  const quoted = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\w.-])${quoted}(?![\\w-])`, 'gi')
}
