import { existsSync, readFileSync } from 'node:fs'
import { Argument, type Command } from 'commander'
import { visible } from '../../reports/visible.js'
import { type Checked, checkRun, type KnownCase } from '../expect/check.js'
import { EMPTY, edited } from '../expect/edit.js'
import { mistakeIn } from '../expect/expectation.js'
import { expectingRun } from '../expect/expecting.js'
import { lineDiff } from '../expect/line-diff.js'
import type { PlacedExpectation } from '../expect/read.js'
import { type Said, type Update, updateOf } from '../expect/update.js'
import { readRun } from '../folder.js'
import type { Run } from '../result.js'
import { EXIT, type Status, statusOf } from '../status.js'
import { endingsOf } from './conclude.js'
import {
  addExpectOptions,
  type ExpectOptions,
  expectationsFile,
  expectationsOf,
} from './expectations.js'
import { Failure, plural } from './failure.js'
import { print, replace } from './output.js'
import { now, say } from './printing.js'
import { filterOption, fits, selectCases, suitesOption } from './select.js'

interface Options extends ExpectOptions {
  readonly filter?: string[]
  readonly suites?: string[]
  readonly json?: boolean
  readonly strictReview?: boolean
  readonly surprises?: boolean
  readonly bug?: string
  readonly reason?: string
  readonly review?: string
  readonly prune?: boolean
  readonly dryRun?: boolean
}

/** Days until somebody has to look at a new entry again, where `--review` does not say. */
const UNTIL_REVIEW = 180

/** `ptycheck expect check|update RUN`: what is known to fail, and a run. */
export function addExpect(program: Command): void {
  const command = program
    .command('expect')
    .summary('hold a run against what is known to fail, or write that down')
    .addArgument(new Argument('<what>', 'check only reads').choices(['check', 'update']))
    .argument('<run>', 'the run folder; it is only read')
  addExpectOptions(command, "ptycheck-expect.yaml, where there is one, else the run's own")
    .addOption(filterOption)
    .addOption(suitesOption)
    .option('--json', 'check: as JSON on stdout')
    .option('--strict-review', 'check: an entry whose day of review is over gives status 1')
    .option('--surprises', 'also hold it against what is known to surprise its profile')
    .option('--bug <link>', 'update: where the new failures were reported')
    .option('--reason <text>', 'update: why they fail')
    .option('--review <day>', `update: when to look again (default: in ${UNTIL_REVIEW} days)`)
    .option('--prune', 'update: take out entries that this run shows to be over')
    .option('--dry-run', 'update: print what would change, as diff -u does, and write nothing')
    .addHelpText(
      'after',
      `
The file is YAML: a list 'expectations' of entries, the schema of which is printed by 'ptycheck schema expectations'.

  expectations:
    - case: poll/hangup-excludes-writing      # an id; * is anything
      on: {system: Linux, release: [6.1.*, 6.12.*]}   # also host, machine, libc, labels; absent: every host
      expect: fail                            # where it is absent; flaky: it fails at times; surprise: see below
      signature: 0123456789ab                 # this failure and no other; absent: any
      bug: https://bugzilla.example/1
      reason: pty_poll() tells of room that is not there
      review: 2027-05-01

A failure that an entry means is an xfail. One with another signature stays a failure, and a pass where a failure
is expected is an xpass: both are unexpected. An entry with 'expect: surprise' says why a host does not do what its
profile predicts; it changes no verdict, and reports call that surprise explained. With --surprises each that no entry
explains is unexpected, and update writes an entry for it. update adds an entry for each unexpected failure; what neither --bug
and --reason nor an entry for the same failure on another release says is left open, and must be filled in.

Examples:
  ptycheck expect check ptycheck-runs/2026-01-31T02-00-00Z
  ptycheck expect update RUN --filter poll/ --bug https://bugzilla.example/1 --reason 'pty_poll() is wrong'
  ptycheck expect update RUN --prune --dry-run
  ptycheck expect check RUN --surprises --expect lab.yaml     status 1 for a surprise that nobody has explained

Exit status: 0 all as expected, 1 unexpected results, an entry that no longer matches, or one to be filled in, 2 something
could not be carried out, 64 usage, 65 bad run or mistakes in the expectations, 66 missing file, 73 cannot write.`,
    )
    .action(async (what: 'check' | 'update', folder: string, options: Options) => {
      const run = chosen(readRun(folder), options)
      const cases = await selectCases(options.suites ? { suites: options.suites } : {})
      if (what === 'check') say(await check(run, cases, options))
      else say(await update(run, cases, options))
    })
}

/** Unexpected results are looked for among the cases that were chosen. */
function chosen(run: Run, { filter }: Options): Run {
  if (!filter) return run
  const isChosen = (id: string) => filter.some(pattern => fits(id, pattern))
  return {
    ...run,
    cases: run.cases.filter(({ id }) => isChosen(id)),
    played: run.played.map(played => ({
      ...played,
      results: played.results.filter(result => isChosen(result.case)),
    })),
  }
}

async function check(run: Run, cases: readonly KnownCase[], options: Options): Promise<Status> {
  const file = expectationsFile(options)
  const stored = (run.expectations ?? []).map((entry, n) => ({ ...entry, line: n + 1 }))
  const own = await expectationsOf(options)
  const entries = own ?? (options.expect === false ? [] : stored)
  const source = own ? file : "the run's own, entry"
  const checked = checkRun(run, entries, cases, today())
  if (options.json) print(documentOf(checked), String, true)
  else process.stdout.write(text(checked, source, entries.length, options.surprises))
  const expecting = expectingRun(run, entries)
  const status = statusOf(expecting, endingsOf(run))
  const { unexplained } = checked.surprises
  if (status.code !== EXIT.expected && status.code !== EXIT.unsupported) return status
  if (options.surprises && unexplained.length > 0)
    return {
      code: EXIT.unexpected,
      meaning: `${plural(unexplained.length, 'surprise')} that nobody has explained`,
    }
  if (checked.stale.length > 0)
    return {
      code: EXIT.unexpected,
      meaning: `${entriesOf(checked.stale.length)} no longer matched`,
    }
  if (options.strictReview && checked.past.length > 0)
    return {
      code: EXIT.unexpected,
      meaning: `${entriesOf(checked.past.length)} had to be looked at again by now`,
    }
  return status
}

/** What `--json` prints: names in place of what they stand for, and lines of entries. */
function documentOf({ known, failures, passes, stale, past, surprises }: Checked) {
  return {
    known,
    failures: failures.map(({ host, record, signature, evidence, otherwise, elsewhere }) => ({
      ...{ case: record.id, host: host.name, signature },
      ...{ step: evidence.step, seen: evidence.brief },
      ...(otherwise && { otherwise: otherwise.line }),
      ...(elsewhere && { elsewhere: elsewhere.line, bug: elsewhere.bug }),
    })),
    passes: passes.map(({ host, entry, case: id }) => ({
      ...{ case: id, host: host.name, line: entry.line },
    })),
    stale: stale.map(({ entry, why }) => ({ case: entry.case, line: entry.line, why })),
    past: past.map(({ case: id, line, review, bug }) => ({ case: id, line, review, bug })),
    explained: surprises.explained,
    surprises: surprises.unexplained.map(({ host, record, signature, surprise }) => ({
      ...{ case: record.id, host: host.name, signature, ...surprise },
    })),
  }
}

const entriesOf = (count: number) => (count === 1 ? '1 entry' : `${count} entries`)

function text(checked: Checked, file: string, count: number, tellsSurprises = false): string {
  const { failures, passes, stale, past, known, surprises } = checked
  const told = tellsSurprises ? surprises.unexplained : []
  const inWords = `${plural(surprises.explained, 'surprise')} explained, ${surprises.unexplained.length} not; `
  const at = ({ line }: { line: number }) => `${file}:${line}`
  const lines = [
    ...failures.flatMap(({ host, record, evidence, signature, otherwise, elsewhere }) => [
      `unexpected failure  ${short(record.id)}  on ${short(host.name)}  signature ${signature}`,
      `    ${short(evidence.step || record.title)}: got ${short(evidence.brief)}`,
      ...(otherwise ? [`    ${at(otherwise)} means another failure there`] : []),
      ...(elsewhere
        ? [`    ${at(elsewhere)} means the same on another release: ${elsewhere.bug}`]
        : []),
    ]),
    ...passes.map(
      ({ host, entry, case: id }) =>
        `unexpected pass  ${short(id)}  on ${short(host.name)}; ${at(entry)} expects it to fail`,
    ),
    ...told.flatMap(({ host, record, signature, surprise: { step, seen, predicted } }) => [
      `surprise  ${short(record.id)}  on ${short(host.name)}  signature ${signature}`,
      `    ${short(step || record.title)}: got ${short(seen)}, predicted ${short(predicted)}`,
    ]),
    ...stale.map(({ entry, why }) => `no longer matches  ${at(entry)}: ${entry.case}: ${why}`),
    ...past.map(
      entry => `look again  ${at(entry)}: ${entry.case}: since ${entry.review}: ${entry.bug}`,
    ),
    `${plural(known, 'failure')} as expected, ${failures.length} unexpected, ${passes.length} that passed all the same; ${tellsSurprises ? inWords : ''}${entriesOf(count)}`,
  ]
  return `${lines.join('\n')}\n`
}

const short = (words: string) => visible(words, 100)

async function update(run: Run, cases: readonly KnownCase[], options: Options): Promise<Status> {
  if (options.expect === false)
    throw new Failure(EXIT.usage, 'update writes expectations; --no-expect leaves it none')
  const file = expectationsFile(options)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const entries = (before === undefined ? undefined : await expectationsOf(options)) ?? []
  const checked = checkRun(run, entries, cases, today())
  const surprises = options.surprises ? checked.surprises.unexplained : []
  const done = updateOf(checked, saidOf(options), options.prune ?? false, surprises)
  const changed = done.added.length + done.widened.length + done.dropped.length > 0
  const after = changed ? edited(before ?? EMPTY, entries, done) : (before ?? '')
  if (options.dryRun) process.stdout.write(lineDiff(before ?? '', after, file))
  else if (changed) replace(file, after)
  process.stderr.write(told(file, done, entries, options))
  const isOpen = options.bug === undefined || options.reason === undefined
  if (done.added.length === 0 || !isOpen || options.dryRun)
    return { code: EXIT.expected, meaning: '' }
  return {
    code: EXIT.unexpected,
    meaning: `${entriesOf(done.added.length)} of ${file} must say where it was reported and why it fails`,
  }
}

function told(
  file: string,
  { added, widened, dropped }: Update,
  entries: readonly PlacedExpectation[],
  { prune, dryRun }: Options,
): string {
  const parts = [
    `${entriesOf(added.length)} more`,
    `${widened.length} widened to another release`,
    `${dropped.length} of ${entries.length} taken out${prune ? '' : ' (--prune does)'}`,
  ]
  return `${file}: ${parts.join(', ')}${dryRun ? '; nothing was written' : ''}\n`
}

function saidOf({ bug, reason, review }: Options): Said {
  const day = review ?? today(UNTIL_REVIEW)
  for (const [key, word] of Object.entries({ review: day, ...(bug !== undefined && { bug }) })) {
    const mistake = mistakeIn(key as 'bug' | 'review', word)
    if (mistake !== undefined) throw new Failure(EXIT.usage, `--${key} ${word}: ${mistake}`)
  }
  return { ...(bug !== undefined && { bug }), ...(reason !== undefined && { reason }), review: day }
}

/** The day it is, or so many days later. */
function today(later = 0): string {
  const date = new Date(now())
  date.setUTCDate(date.getUTCDate() + later)
  return date.toISOString().slice(0, 10)
}
