/** What became of a text, line by line, as `diff -u` shows it. */

type Line = readonly [mark: ' ' | '-' | '+', text: string]

/** Lines around a change that are shown with it. */
const AROUND = 3

/** Empty where nothing changed. */
export function lineDiff(before: string, after: string, file: string): string {
  const lines = changed(linesOf(before), linesOf(after))
  const near = lines.map((_, n) =>
    lines.slice(Math.max(0, n - AROUND), n + AROUND + 1).some(([mark]) => mark !== ' '),
  )
  if (!near.includes(true)) return ''
  const shown: string[] = [`--- ${file}`, `+++ ${file}`]
  let [old, now] = [1, 1]
  for (const [n, [mark, text]] of lines.entries()) {
    if (near[n] && !near[n - 1]) {
      const end = near.indexOf(false, n)
      const hunk = lines.slice(n, end < 0 ? undefined : end)
      const count = (not: string) => hunk.filter(([one]) => one !== not).length
      const at = (line: number, size: number) => `${size === 0 ? line - 1 : line},${size}`
      shown.push(`@@ -${at(old, count('+'))} +${at(now, count('-'))} @@`)
    }
    if (near[n]) shown.push(mark + text)
    if (mark !== '+') old++
    if (mark !== '-') now++
  }
  return `${shown.join('\n')}\n`
}

/** A last line without its newline is taken as if it had one. */
function linesOf(text: string): string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** By the longest common subsequence of what lies between an equal start and an equal end. */
function changed(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  let end = 0
  while (
    end < Math.min(before.length, after.length) - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++
  const same = (line: string): Line => [' ', line]
  return [
    ...before.slice(0, start).map(same),
    ...between(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ]
}

function between(before: readonly string[], after: readonly string[]): Line[] {
  const longest = before.map(() => new Array<number>(after.length + 1).fill(0))
  longest.push(new Array<number>(after.length + 1).fill(0))
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const row = longest[i]
      const isSame = before[i] === after[j]
      if (row) row[j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old = '', now = ''] = [before[i], after[j]]
    if (i < before.length && j < after.length && old === now) {
      lines.push([' ', old])
      i++
      j++
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(['-', old])
      i++
    } else {
      lines.push(['+', now])
      j++
    }
  }
  return lines
}
