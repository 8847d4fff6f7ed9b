/** The build's part of the pages: `*.hbs` beside this file's source become one module of compiled templates. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import { COMPILED, packageFolder } from './files.js'

/** The module's text: templates by name. `strict`: a slip in a template is an error, not a gap in a report. */
export function precompiled(folder: string): string {
  const templates = readdirSync(folder)
    .filter(file => file.endsWith('.hbs'))
    .sort()
    .map(file => {
      const options = { strict: true, preventIndent: true, knownHelpersOnly: true }
      const compiled = Handlebars.precompile(readFileSync(join(folder, file), 'utf8'), options)
      return `${JSON.stringify(basename(file, '.hbs'))}: ${compiled}`
    })
  return `export default {\n${templates.join(',\n')}\n}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = packageFolder()
  writeFileSync(join(root, COMPILED), precompiled(join(root, 'reports', 'pages')))
}
