import type { Command } from 'commander'
import { caseRecordOf } from '../folder.js'
import { EXIT } from '../status.js'
import { formatSuite } from '../suite/format.js'
import { nearest } from '../suite/mistake.js'
import type { Case } from '../suite/suite.js'
import { withBraces } from '../suite/together.js'
import { Failure } from './failure.js'
import { selectCases, suitesOption } from './select.js'

/** `ptycheck show ID`: one case as it is played, its situations written out. */
export function addShow(program: Command): void {
  program
    .command('show')
    .summary('print one case as it is played')
    .argument('<id>', "the case's id, or the end of it")
    .addOption(suitesOption)
    .option('--json', 'as one JSON document')
    .addHelpText('after', '\nExample:\n  ptycheck show hangup/leader-gets-sighup\n')
    .action(async (id: string, options: { suites?: string[]; json?: boolean }) => {
      const cases = await selectCases(options)
      const found = cases.filter(of => of.id === id)
      const ending = found.length > 0 ? found : cases.filter(of => of.id.endsWith(`/${id}`))
      const [only, ...others] = ending
      if (!only || others.length > 0)
        throw new Failure(EXIT.nothingSelected, noCase(id, ending, cases))
      process.stdout.write(
        options.json ? `${JSON.stringify(caseRecordOf(only), null, 1)}\n` : caseText(only),
      )
    })
}

function noCase(id: string, several: readonly Case[], all: readonly Case[]): string {
  if (several.length > 0)
    return `'${id}' is the end of several ids: ${several.map(of => of.id).join(', ')}`
  const within = all.filter(of => of.id.includes(id)).map(of => of.id)
  if (within.length > 0)
    return `no case '${id}'; ids that contain it: ${within.slice(0, 8).join(', ')}`
  const near = nearest(
    id,
    all.map(of => of.id),
  )
  return `no case '${id}'${near ? `, did you mean '${near}'?` : "; 'ptycheck list' names all"}`
}

/** Keys, then the steps of each situation under its name, then the case's own, in the columns of `lint --fix`. */
export function caseText(of: Case): string {
  const keys = [
    ['case', of.id],
    ['title', of.title],
    ...of.cites.map(cite => ['cite', cite]),
    ['level', of.level],
    ['needs', of.needs.join(' ')],
    ['repeat', `${of.repeat ?? ''}`],
    ['load', `${of.load ?? ''}`],
    ['risk', of.risks.join(' ')],
    ['deadline', `${of.deadline ?? ''}`],
    ['covers', of.covers.join(' ')],
    ['replaces', of.replaces ?? ''],
    ['tags', of.tags.join(' ')],
    ['place', `${of.place.file}:${of.place.line}`],
    ['digest', of.digest],
  ].filter(([, value]) => value !== '')
  const lines = keys.map(key => key.join(' '))
  if (of.alone) lines.push('alone')
  for (const [i, { given }] of of.steps.entries()) {
    const before = of.steps[i - 1]
    if (i > 0 && before?.given === given) continue
    const until = of.steps.findIndex((step, j) => j > i && step.given !== given)
    const part = of.steps.slice(i, until < 0 ? undefined : until)
    lines.push('', given ? `# given ${given}` : '# the case')
    lines.push(...withBraces(part, step => step.text))
  }
  return formatSuite(lines.join('\n'))
}
