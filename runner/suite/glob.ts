/** Whether a pattern, in which `*` is anything, fits the whole of a text. */
export function isLike(text: string, pattern: string): boolean {
  if (!pattern.includes('*')) return text === pattern
  return new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`, 's').test(text)
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
}
