import type { Command } from 'commander'
import { type Change, changeMeaning, changes } from '../../reports/change.js'
import { type Diff, diffRuns, type Pairing, statusOfDiff } from '../../reports/diff.js'
import { diffMarkdown, diffText } from '../../reports/diff-text.js'
import { renderDiff } from '../../reports/pages/diff.js'
import { readRun } from '../folder.js'
import { EXIT } from '../status.js'
import { Failure } from './failure.js'
import { collect, filterOption, fits } from './select.js'

interface DiffOptions {
  readonly format: string
  readonly output?: string
  readonly pair?: string[]
  readonly filter?: string[]
  readonly only?: string[]
}

const formats: Readonly<Record<string, (diff: Diff) => string>> = {
  text: diffText,
  markdown: diffMarkdown,
  json: diff => `${JSON.stringify(diff, null, 1)}\n`,
}

/** `ptycheck diff BEFORE AFTER`: what became better and what became worse. */
export function addDiff(program: Command): void {
  program
    .command('diff')
    .summary('what became better and worse between two runs')
    .argument('<before>', 'the earlier run folder')
    .argument('<after>', 'the later run folder')
    .option('--pair <before=after>', 'a host that has another name now (repeatable)', collect)
    .addOption(filterOption)
    .option('--only <change>', 'show only these changes (repeatable)', collect)
    .option('--format <format>', `${Object.keys(formats).join(', ')}`, 'text')
    .option('-o, --output <folder>', 'also write it as a page into this folder')
    .addHelpText(
      'after',
      `
Changes:
${changes.map(change => `  ${change.padEnd(21)} ${changeMeaning[change]}`).join('\n')}

Hosts are paired by name, cases by id; what is shown is chosen afterwards. What 'environment changed'
names is another system, or another setting of it, than before.

Examples:
  ptycheck diff last-night tonight
  ptycheck diff debian-12 debian-13 --pair bookworm=trixie --format markdown
  ptycheck diff last-night tonight --only regression --only 'became flaky' -o diff

Exit status: 0 nothing became worse, 1 a regression, a new failure, or a case that became flaky, 2 the runs say
too little: a host is missing, or a run or a case could not be carried out; 64 usage, 65 bad run, 66 missing file.`,
    )
    .action(async (before: string, after: string, options: DiffOptions) => {
      const print = formats[options.format]
      if (!print) throw new Failure(EXIT.usage, unknown('format', options.format, formats))
      const pairing = (options.pair ?? []).map(pairOf)
      const whole = diffRuns(readRun(before), readRun(after), pairing)
      const diff = chosen(whole, options)
      process.stdout.write(print(diff))
      if (options.output !== undefined)
        process.stderr.write(`\npage: ${await renderDiff(diff, options.output)}\n`)
      process.exitCode = statusOfDiff(whole)
    })
}

function pairOf(text: string): Pairing[number] {
  const [before, after, ...rest] = text.split('=')
  if (before && after && rest.length === 0) return [before, after]
  throw new Failure(EXIT.usage, `--pair ${text}: write it as NAME-BEFORE=NAME-AFTER`)
}

function chosen(diff: Diff, { filter, only }: DiffOptions): Diff {
  const wrong = only?.find(word => !(word in changeMeaning))
  if (wrong !== undefined) throw new Failure(EXIT.usage, unknown('change', wrong, changeMeaning))
  const isShown = ({ id, change }: { id: string; change: Change }) =>
    (!filter || filter.some(pattern => fits(id, pattern))) && (!only || only.includes(change))
  const hosts = diff.hosts.map(host => ({ ...host, changes: host.changes.filter(isShown) }))
  return { ...diff, hosts }
}

function unknown(what: string, word: string, known: object): string {
  return `no ${what} '${word}'; there are: ${Object.keys(known).join(', ')}`
}
