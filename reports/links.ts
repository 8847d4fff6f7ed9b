/** Where things stand in a report: permanent names made from ids, the same on every file system and in every run. */
import { createHash } from 'node:crypto'

/**
 * A name for a file or an anchor. Plain ids stay readable (`hangup/x` is `hangup--x`, `reference:linux` is
 * `reference~linux`); where that would be ambiguous or unsafe, a digest of the whole text is appended.
 */
export function safe(text: string): string {
  const plain = /^[a-z0-9][a-z0-9._/:-]{0,99}$/.test(text) && !text.includes('--')
  if (plain) return text.replaceAll('/', '--').replaceAll(':', '~')
  const rest = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return `x${rest.startsWith('-') ? rest : `-${rest}`}--${digest}`
}

/** The page of a case, relative to the report's folder. */
export function casePage(id: string): string {
  return `cases/${safe(id)}.html`
}

/** The page of an implementation, relative to the report's folder. */
export function implementationPage(name: string): string {
  return `implementations/${safe(name)}.html`
}

/** The picture of an implementation's verdicts, relative to the report's folder. */
export function picturePage(name: string): string {
  return `implementations/${safe(name)}.svg`
}

/** The picture of all implementations' verdicts by topic. */
export const topicsPicture = 'topics.svg'

/** A page of the matrix, counting from 1. */
export function matrixPage(number: number): string {
  return number === 1 ? 'matrix.html' : `matrix-${number}.html`
}

/** A case as a C program, relative to the report's folder. */
export function programPage(id: string): string {
  return `cases/${safe(id)}.c`
}

/** An implementation's column on a case's page. */
export function columnAnchor(name: string): string {
  return `on-${safe(name)}`
}

/** What a citation of a case names: gone as soon as the case's text means something else. */
export function digestAnchor(digest: string): string {
  return `sha256-${safe(digest.slice(0, 16))}`
}

/** What a case is about: its id without the claim. */
export function topic(id: string): string {
  const slash = id.lastIndexOf('/')
  return slash < 0 ? id : id.slice(0, slash)
}

/** What plays a case again there. */
export function commandFor(name: string, id: string): string {
  return `npx ptycheck run ${shellWord(name)} --filter ${shellWord(id)}`
}

/** A word for a shell, quoted where it needs to be. */
function shellWord(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
