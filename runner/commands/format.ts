/** The option `--format` of whatever prints a run, and what it prints. */
import { Option } from 'commander'
import {
  type Format,
  type FormatName,
  formatNames,
  formats,
  onlyOf,
} from '../../reports/formats/formats.js'
import type { Run } from '../result.js'
import { decidingOf, EXIT } from '../status.js'
import { didYouMean } from '../suite/mistake.js'
import { Failure } from './failure.js'

export function formatOption(description: string): Option {
  return new Option('--format <format>', description)
    .choices(formatNames)
    .argParser((text: string): FormatName => {
      const known = formatNames.find(name => name === text)
      if (known) return known
      const near = didYouMean(text, formatNames)
      throw new Failure(
        EXIT.usage,
        `no format '${text}'${near}; there are: ${formatNames.join(', ')}`,
      )
    })
}

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
