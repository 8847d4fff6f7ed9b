/** Text from a host in GitHub's Markdown, where it marks nothing up. */
import { SHORT, visible } from './visible.js'

/** Inline code, in a table too: between more backticks than the text has in a row. */
export function code(text: string): string {
  const shown = visible(text, SHORT).replaceAll('|', '\\|')
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') || shown === '' ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** Plain text, in a table too; addresses, people and numbers of issues in it do not become links by themselves. */
export function cell(text: string, most = SHORT): string {
  return visible(text, most)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replace(/\b(www)\./gi, '$1&#46;')
    .replace(/#(?=\d)/g, (mark, at) => (at > 0 ? '&#35;' : mark))
    .replace(/\b(GH)-(?=\d)/gi, '$1&#45;')
    .replace(/[\\`*_[\]|~]|^[#+>-]/g, '\\$&')
}
