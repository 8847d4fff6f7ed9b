import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './select.js'

/** The package's version, which is also the suites'. */
export const version: string = JSON.parse(
  readFileSync(join(packageFolder(), 'package.json'), 'utf8'),
).version
