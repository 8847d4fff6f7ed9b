import type { Command } from 'commander'
import { type Defect, defects } from '../model/defects/index.js'
import type { Kill } from '../mutants.js'
import { EXIT, type Status } from '../status.js'
import { nearest } from '../suite/mistake.js'
import { Failure, plural } from './failure.js'
import { type Matrix, type MatrixWork, matrixOf } from './matrix.js'
import { print } from './output.js'
import { say } from './printing.js'
import { withProgress } from './progress.js'
import {
  collect,
  filterOption,
  type Selection,
  selectCases,
  suitesOption,
  tagOption,
} from './select.js'
import { onSignals } from './signals.js'
import { Threads } from './threads.js'

interface MutantsOptions extends Selection {
  readonly defect?: string[]
  readonly json?: boolean
}

/** Cases that are named for a defect, where nobody asks for all. */
const MOST_NAMED = 6

/** `ptycheck mutants`: whether the suites notice what they should. */
export function addMutants(program: Command): void {
  program
    .command('mutants')
    .summary('say which case finds which known defect')
    .option(
      '--defect <pattern>',
      'only defects whose id contains this, and no values of choices (repeatable)',
      collect,
    )
    .addOption(filterOption)
    .addOption(tagOption)
    .addOption(suitesOption)
    .option('--all', 'name all cases that find a defect, not only the first')
    .option('--json', 'the whole matrix as one JSON document')
    .addHelpText(
      'after',
      `
Plays the cases on the model as it is and with each known defect, and with every other value that a choice has
in some profile or defect. A case finds a defect when a verdict turns (!) or when only what is observed does;
(perhaps) where the defect does not show each time.

Exit status: 0 everything is found, 1 a defect survives, a choice has values that no case tells apart, no case tells
a profile of the past from the one of today, or a case finds nothing and is not of level open; 3 no case or defect selected, 64 usage, 65 bad suite, 66 missing file.

Examples:
  ptycheck mutants
  ptycheck mutants --defect eof --all
  ptycheck mutants --filter "hangup/*"        what these cases find by themselves
  ptycheck mutants --json >matrix.json
`,
    )
    .action(async (options: MutantsOptions & { all?: boolean }) => {
      const cases = await selectCases(options)
      const chosen = chooseDefects(options.defect)
      const stop = new AbortController()
      const interrupted = onSignals(stop, 'nothing is kept')
      const threads = new Threads(new URL('./matrix-worker.js', import.meta.url), cases)
      let matrix: Matrix | undefined
      try {
        await withProgress([
          {
            title: 'mutants',
            run: async line => {
              const work: MatrixWork = {
                perform: task => threads.perform(task, stop.signal),
                done: (count, all, of) => line.done(count, all, '', of),
              }
              matrix = await matrixOf(cases, chosen, options.defect === undefined, work)
            },
          },
        ])
      } catch (error) {
        if (!stop.signal.aborted) throw error
      } finally {
        await threads.end()
        interrupted.stop()
      }
      if (matrix) print(matrix, matrix => textOf(matrix, options.all), options.json)
      say(interrupted.signal() ?? statusOf(matrix))
    })
}

function chooseDefects(patterns: readonly string[] | undefined): readonly Defect[] {
  const chosen = defects.filter(({ id }) => patterns?.some(part => id.includes(part)) ?? true)
  if (chosen.length > 0 || patterns === undefined) return chosen
  const ids = defects.map(({ id }) => id)
  const near = patterns.flatMap(pattern => nearest(pattern, ids) ?? [])
  throw new Failure(
    EXIT.nothingSelected,
    `no defect fits; there are: ${(near.length > 0 ? near : ids).join(', ')}`,
  )
}

function statusOf(matrix: Matrix | undefined): Status {
  const { survivors = [], untold = [], idle = [], profiles = [] } = matrix ?? {}
  const same = profiles.filter(({ cases }) => cases.length === 0)
  const findings = [
    ...(survivors.length > 0 ? [`${plural(survivors.length, 'defect')} found by no case`] : []),
    ...(untold.length > 0 ? [`${plural(untold.length, 'choice')} with values nobody tells`] : []),
    ...(same.length > 0 ? [`${plural(same.length, 'profile')} told from none`] : []),
    ...(idle.length > 0 ? [`${plural(idle.length, 'case')} that find nothing`] : []),
  ]
  return findings.length > 0
    ? { code: EXIT.unexpected, meaning: findings.join(', ') }
    : { code: EXIT.expected, meaning: '' }
}

/** The matrix for people. */
export function textOf(matrix: Matrix, namesAll = false): string {
  const most = namesAll ? Number.POSITIVE_INFINITY : MOST_NAMED
  const lines = [
    ...matrix.defects.flatMap(({ id, title, profile, kills }) => [
      `${kills.length > 0 ? plural(kills.length, 'case') : 'SURVIVES'}: ${id} (${profile}): ${title}`,
      ...named(kills, most),
    ]),
    ...matrix.profiles.map(({ profile, from, cases }) =>
      cases.length === 0
        ? `no case tells ${profile} from ${from}`
        : `${profile} is told from ${from} by ${plural(cases.length, 'case')}: ${listed(cases, most)}`,
    ),
    ...matrix.untold.map(
      ({ choice, values }) =>
        `not told apart: ${choice} ${values.map(value => JSON.stringify(value)).join(' | ')}`,
    ),
    ...matrix.idle.map(id => `finds nothing: ${id}`),
  ]
  return lines.map(line => `${line}\n`).join('')
}

/** Who finds it for sure and by a verdict comes first. */
function named(kills: readonly Kill[], most: number): string[] {
  const rank = ({ by, certain }: Kill) => (by === 'verdict' ? 0 : 2) + (certain ? 0 : 1)
  const sorted = [...kills].sort((a, b) => rank(a) - rank(b))
  const lines = sorted
    .slice(0, most)
    .map(
      ({ case: of, by, certain }) =>
        `  ${by === 'verdict' ? '!' : ' '} ${of}${certain ? '' : ' (perhaps)'}`,
    )
  return kills.length > most ? [...lines, `    and ${kills.length - most} more`] : lines
}

function listed(ids: readonly string[], most: number): string {
  const more = ids.length > most ? `, and ${ids.length - most} more` : ''
  return `${ids.slice(0, most).join(', ')}${more}`
}
