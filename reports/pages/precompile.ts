/** The build's part of the pages: `*.hbs` beside this file's source become one module of functions. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { compiled } from './compile.js'
import { COMPILED, packageFolder } from './files.js'

const root = packageFolder()
const folder = join(root, 'reports', 'pages')
const files = readdirSync(folder).filter(file => file.endsWith('.hbs'))
const sources = files
  .sort()
  .map(file => [basename(file, '.hbs'), readFileSync(join(folder, file), 'utf8')] as const)
writeFileSync(join(root, COMPILED), compiled(new Map(sources)))
