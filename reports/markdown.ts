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

/** Plain text, in a table too. */
export function cell(text: string, most = SHORT): string {
  return visible(text, most)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;')
    .replace(/[\\`*_[\]|~]|^[#+>-]/g, '\\$&')
}
