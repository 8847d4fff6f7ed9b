/** One case that failed on one host, as a report for who can mend it: what is said, in which order. */
import {
  type CaseRecord,
  isReference,
  looksOf,
  type Played,
  type Result,
  type Run,
} from '../runner/result.js'
import { isOfStandard } from './clause.js'
import { byCase, outcome } from './compare.js'
import { evidence, seenAt } from './evidence.js'
import { commandFor } from './links.js'
import { asExpected, expected } from './structure.js'

/** A report before it has a format: the renderers know nothing but these. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly text: string; readonly language: '' | 'c' | 'sh' }

export interface Section {
  readonly title: string
  readonly blocks: readonly Block[]
}

export interface Bug {
  readonly subject: string
  readonly sections: readonly Section[]
}

export interface Found {
  readonly run: Run
  readonly record: CaseRecord
  readonly host: Played
  readonly result: Result
  /** What others showed, those of the run and the model's of further systems. */
  readonly others: readonly Played[]
  readonly program: CProgram
}

/** A case as one C file, or why there is none. */
export type CProgram = { readonly source: string } | { readonly refused: string }

/** Where the case cannot be had as it was played. */
export const noSuites: CProgram = { refused: 'its suites are not at hand as they were' }

/** Whether there is something to report: a demand that was not met, or what a text leaves open. */
export function isFinding(result: Result | undefined): result is Result {
  const came = outcome(result)
  return came === 'fails' || came === 'observed'
}

export function bugOf(found: Found): Bug {
  const { record, host } = found
  const fails = outcome(found.result) === 'fails'
  return {
    subject: `${record.title}: ${fails ? 'not so' : 'what happens'} on ${systemOf(host)}`,
    sections: [
      { title: fails ? 'What is demanded' : 'What is asked', blocks: demanded(found) },
      { title: 'What happens', blocks: happens(found) },
      { title: 'Other systems', blocks: elsewhere(found) },
      { title: 'Environment', blocks: environment(host) },
      { title: 'How to see it', blocks: again(found) },
    ],
  }
}

/** Rows of other systems. */
const OTHERS = 40

/** What it is called in a report: an address names a machine, and often its user. */
function labelOf({ name }: Played): string {
  return /:\/\/|@/.test(name) ? 'HOST' : name
}

function systemOf(played: Played): string {
  const { identity } = played
  if (!identity) return labelOf(played)
  return [identity.system, identity.release].filter(Boolean).join(' ')
}

function demanded({ record }: Found): Block[] {
  const places = record.cites.map(cite =>
    isOfStandard(cite) ? `POSIX.1-2024, ${cite}` : `${cite}`,
  )
  const strength = {
    shall: 'The text demands it.',
    should: 'The text recommends it.',
    open: 'The text leaves it open, or there is none; this is about what happens, not about a demand.',
  }
  return [
    { kind: 'text', text: `${record.title}. ${strength[record.level]}` },
    { kind: 'list', items: places.length > 0 ? places : ['no text is cited'] },
  ]
}

function happens({ record, host, result }: Found): Block[] {
  const { step, expected: allowed, brief } = evidence(record, result)
  const decided: Block[] = step
    ? [
        { kind: 'text', text: `This step does not hold on ${systemOf(host)}:` },
        {
          kind: 'code',
          language: '',
          text: [`step:     ${step}`, `allowed:  ${allowed}`, `observed: ${brief}`].join('\n'),
        },
      ]
    : []
  const rounds = looksOf(result)
  const few: Block[] =
    rounds.length > 1
      ? [
          {
            kind: 'text',
            text: `Not every round went so: of ${result.rounds?.played}, ${shares(result)}.`,
          },
        ]
      : []
  const steps = record.steps.map((one, index) => {
    const seen = asExpected(seenAt(result, index), expected(one.text))
    return `${one.text}${seen ? `    # ${seen}` : ''}`
  })
  return [
    ...decided,
    ...few,
    {
      kind: 'text',
      text: 'The whole case, each step with what is allowed behind its =, and what was observed:',
    },
    { kind: 'code', language: '', text: steps.join('\n') },
  ]
}

function shares(result: Result): string {
  return looksOf(result)
    .map(({ count, lines }) => {
      const fails = lines.some(({ holds }) => holds === false)
      return `${count} ${fails ? 'failed' : 'did not'}`
    })
    .join(', ')
}

function elsewhere({ record, result, host, others }: Found): Block[] {
  const { step } = evidence(record, result)
  const index = step ? record.steps.findIndex(({ text }) => text === step) : -1
  const row = (played: Played, own: Result | undefined) => [
    nameOf(played),
    own ? wordFor(own) : 'not played',
    own && index >= 0 ? asExpected(seenAt(own, index), expected(step)) : '',
  ]
  const rows = others
    .map(played => [played, byCase(played).get(record.id)] as const)
    .filter(([, own]) => own === undefined || own.digest === record.digest)
    .map(([played, own]) => row(played, own))
  // Hosts of one kind that came to the same are one row: a farm has many.
  const told = [...new Map(rows.map(cells => [JSON.stringify(cells), cells])).values()]
  const observed = index >= 0 ? ['observed at that step'] : []
  const table = [['system', 'outcome', ...observed], row(host, result), ...told.slice(0, OTHERS)]
  return [
    { kind: 'table', rows: table.map(cells => cells.slice(0, 2 + observed.length)) },
    {
      kind: 'text',
      text: 'A "model of" a system is what its sources and manuals make one expect; it was not run.',
    },
  ]
}

function nameOf(played: Played): string {
  const { identity, name } = played
  return isReference(played)
    ? `model of ${identity?.system ?? name.slice('reference:'.length)}`
    : systemOf(played)
}

function wordFor(result: Result): string {
  const words = { holds: 'as demanded', fails: 'not as demanded', observed: 'observed' } as const
  const came = outcome(result)
  return came ? words[came] : result.verdict
}

/** What the system is, without what names the machine or its user. */
function environment({ identity }: Played): Block[] {
  if (!identity) return [{ kind: 'text', text: 'Nothing is known of the host.' }]
  const { system, release, machine, libc, compiler, settings } = identity
  const facts = { system: `${system} ${release}`.trim(), machine, libc, compiler }
  const known = Object.entries({ ...settings, ...facts }).filter(([, value]) => value !== '')
  return [{ kind: 'list', items: known.map(([name, value]) => `${name}: ${value}`) }]
}

function again({ run, record, host, program }: Found): Block[] {
  const play: Block[] = [
    {
      kind: 'text',
      text: `With ptycheck ${run.version} (case ${record.id}, sha256 ${record.digest}):`,
    },
    { kind: 'code', language: 'sh', text: commandFor(labelOf(host), record.id) },
  ]
  if ('refused' in program)
    return [...play, { kind: 'text', text: `There is no program for it: ${program.refused}.` }]
  return [
    ...play,
    {
      kind: 'text',
      text: 'Or with this C program alone; its status is 0 where the case holds, 1 where it does not, 77 where it cannot be tried:',
    },
    { kind: 'code', language: 'sh', text: 'cc -std=c99 -o repro repro.c && ./repro' },
    { kind: 'code', language: 'c', text: program.source.trimEnd() },
  ]
}
