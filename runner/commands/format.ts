/** What `--format` prints of a run. */
import { type Format, formats, onlyOf } from '../../reports/formats/formats.js'
import type { FormatName } from '../../reports/formats/names.js'
import type { Run } from '../result.js'
import { decidingOf } from '../status.js'

/** The run in that format, of these hosts and references, or of those whose results count. */
export function written(run: Run, name: FormatName, hosts?: readonly string[]): string {
  const format: Format = formats[name]
  if (hosts) return format.write(onlyOf(run, hosts))
  return format.write(format.compares ? run : onlyDeciding(run))
}

export function onlyDeciding(run: Run): Run {
  return onlyOf(
    run,
    decidingOf(run).map(({ name }) => name),
  )
}
