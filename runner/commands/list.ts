import type { Command } from 'commander'
import { caseRecordOf } from '../case-record.js'
import { print } from './output.js'
import { filterOption, type Selection, selectCases, suitesOption, tagOption } from './select.js'

/** `ptycheck list`: one id a line. */
export function addList(program: Command): void {
  program
    .command('list')
    .summary('name the cases, one id a line')
    .addOption(filterOption)
    .addOption(tagOption)
    .addOption(suitesOption)
    .option('--json', 'everything known of each case, as one JSON document')
    .addHelpText('after', '\nExamples:\n  ptycheck list\n  ptycheck list --filter "linux/*"\n')
    .action(async (options: Selection & { json?: boolean }) => {
      const cases = await selectCases(options)
      const records = cases.map(caseRecordOf)
      print(records, all => all.map(({ id }) => `${id}\n`).join(''), options.json)
    })
}
