/** XML 1.0 from text that `visible` has made legal: it leaves no control, no lone surrogate, no U+FFFE. */
import { escaped } from '../escaped.js'

/** Already XML. */
export type Xml = { readonly xml: string }

type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element; children that are strings are text. Without children it is empty. */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly (Xml | string)[] = [],
): Xml {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
  const start = `<${name}${given.join('')}`
  if (children.length === 0) return { xml: `${start}/>` }
  const inner = children.map(child => (typeof child === 'string' ? escaped(child) : child.xml))
  // A newline between elements is white space, within text it would be a part of it.
  const isText = children.some(child => typeof child === 'string')
  const gap = isText ? '' : '\n'
  return { xml: `${start}>${gap}${inner.join(gap)}${gap}</${name}>` }
}

export function document(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`
}
