import type { Command } from 'commander'
import type { Profile } from '../model/profile.js'
import { profiles } from '../model/profiles/index.js'
import { type Explanation, explain, explanationText } from './explanation.js'
import { profileNamed } from './implementations.js'
import { print } from './output.js'
import { withProgress } from './progress.js'
import { caseNamed, collect, selectCases, suitesOption } from './select.js'

interface ExplainOptions {
  readonly suites?: string[]
  readonly profile?: string[]
  readonly json?: boolean
}

/** `ptycheck explain ID`: what a case rests on, what each profile shows, and why. */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .summary('say what each profile shows in a case, and which choices decide it')
    .argument('<id>', "the case's id, or the end of it")
    .option('--profile <name>', 'only this profile (repeatable; default: all)', collect)
    .addOption(suitesOption)
    .option('--json', 'as one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  ptycheck explain hangup/leader-gets-sighup
  ptycheck explain lifetime/last-words-arrive --profile linux --profile freebsd
`,
    )
    .action(async (id: string, options: ExplainOptions) => {
      const chosen: readonly Profile[] =
        options.profile?.map(profileNamed) ?? Object.values(profiles)
      const of = caseNamed(id, await selectCases(options))
      let found: Explanation | undefined
      const run = async (line: {
        done: (n: number, all: number, note: string, of: string) => void
      }) => {
        found = await explain(of, chosen, (count, all) => line.done(count, all, '', 'choices'))
      }
      await withProgress([{ title: of.id, run }])
      if (!found) return
      print(found, found => explanationText(found, chosen.length), options.json)
    })
}
