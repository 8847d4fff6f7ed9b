/** Structures as the case language writes them, `{st_mode=S_IFCHR|0620, st_uid=0, ...}`: only the fields that matter. */

/** The fields by name; undefined where the text is no structure. */
export function fieldsOf(text: string): Map<string, string> | undefined {
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  const fields = new Map<string, string>()
  for (const part of split(text.slice(1, -1))) {
    const found = /^(\w+)=(.*)$/s.exec(part.trim())
    if (found?.[1] !== undefined && found[2] !== undefined) fields.set(found[1], found[2])
    else if (part.trim() !== '...') return undefined
  }
  return fields.size > 0 ? fields : undefined
}

/** The places in a text that stand in no string and no bracket, first to last. */
function* outermost(text: string): Generator<number> {
  let [depth, quoted] = [0, false]
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quoted && character === '\\') at++
    else if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if ('([{'.includes(character)) depth++
    else if (')]}'.includes(character)) depth--
    else if (depth === 0) yield at
  }
}

/** Parts between the commas that stand in no string and no bracket. */
function split(text: string): string[] {
  const commas = [...outermost(text)].filter(at => text[at] === ',')
  return [...commas, text.length].map((at, index) => text.slice((commas[index - 1] ?? -1) + 1, at))
}

/** What was seen, with no more fields than the expectation names; what is no structure stays whole. */
export function asExpected(seen: string, expected: string): string {
  const wanted = fieldsOf(expected)
  const fields = fieldsOf(seen)
  if (!wanted || !fields) return seen
  return write(fields, name => wanted.has(name))
}

/** Several structures, each with only the fields in which they are not all alike. */
export function differences(texts: readonly string[]): string[] {
  const all = texts.map(fieldsOf)
  if (texts.length < 2) return [...texts]
  return texts.map((text, index) => {
    const fields = all[index]
    // Beside something else, a failure perhaps, a structure is shown whole.
    if (!fields || all.includes(undefined)) return text
    return write(fields, name => new Set(all.map(one => one?.get(name))).size > 1)
  })
}

function write(fields: ReadonlyMap<string, string>, keep: (name: string) => boolean): string {
  const kept = [...fields].filter(([name]) => keep(name))
  if (kept.length === fields.size) return `{${kept.map(field => field.join('=')).join(', ')}}`
  return `{${[...kept.map(field => field.join('=')), '...'].join(', ')}}`
}

/** What stands right of a step's `=`; a line without one wants what it says. */
export function expected(text: string): string {
  for (const at of outermost(text)) {
    if (text.startsWith(' = ', at)) return text.slice(at + 3)
    if (text.startsWith('<unfinished ...>', at)) return text.slice(at)
  }
  return text
}
