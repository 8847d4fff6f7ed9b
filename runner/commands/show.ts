import type { Command } from 'commander'
import { caseRecordOf } from '../case-record.js'
import { formatSuite } from '../suite/format.js'
import type { Case } from '../suite/suite.js'
import { withBraces } from '../suite/together.js'
import { print } from './output.js'
import { caseNamed, selectCases, suitesOption } from './select.js'

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
      const only = caseNamed(id, await selectCases(options))
      print(caseRecordOf(only), () => caseText(only), options.json)
    })
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
