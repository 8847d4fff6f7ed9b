/** Where this package keeps what a report is made of, whether it runs from its source or as it was built. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The module of compiled templates, in the package. */
export const COMPILED = join('dist', 'reports', 'pages', 'compiled.js')

/** The report's own stylesheet or script, as it is copied beside the pages. */
export function asset(name: 'report.css' | 'report.js'): string {
  return readFileSync(join(packageFolder(), 'reports', name), 'utf8')
}

/** The folder that has `reports/report.css`: above the source, or above `dist/reports`. */
export function packageFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url))
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, 'reports', 'report.css'))) return at
    if (at === dirname(at)) {
      throw new Error(
        `no folder with reports/report.css and report.js above ${start}: reinstall ptycheck`,
      )
    }
  }
}
