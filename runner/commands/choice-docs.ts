/** What each choice means, from where it is written: the comments of `runner/model/choices/`, which are part of the package. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './select.js'

/** Choice -> its doc comment on one line. A field without one is spoken of by the comment above it. */
export function choiceDocs(): Map<string, string> {
  const folder = join(packageFolder(), 'runner', 'model', 'choices')
  const docs = new Map<string, string>()
  for (const file of readdirSync(folder).filter(name => name.endsWith('.ts'))) {
    let doc = ''
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [, comment, name = ''] of text.matchAll(FIELD)) {
      doc = comment === undefined ? doc : plain(comment)
      docs.set(name, doc)
    }
  }
  return docs
}

const FIELD = /(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*)?^ {2}readonly (\w+)\??:/gm

function plain(comment: string): string {
  return comment
    .replace(/\n\s*\*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
