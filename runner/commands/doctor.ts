import type { Command } from 'commander'
import { type Check, type Examination, examine } from '../remote/examine.js'
import { EXIT, type Status } from '../status.js'
import { Failure } from './failure.js'
import {
  addHostOptions,
  addressOf,
  checkNames,
  HOST_WORDS,
  type HostChoices,
  hostOptions,
} from './implementations.js'
import { chooseHosts, loadInventory } from './inventory.js'
import { print } from './output.js'
import { say } from './printing.js'

/** `ptycheck doctor [HOST...]`: what works on hosts, and what to do about the rest. */
export function addDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .summary('see whether cases can be played on hosts, and what to do where not')
    .argument('[host...]', `${HOST_WORDS} (default: local)`)
    .option('--json', 'the findings as one JSON document')
  addHostOptions(command)
    .addHelpText(
      'after',
      `
Nothing is changed on a host but the probe in its cache folder.

Examples:
  ptycheck doctor
  ptycheck doctor myvm ssh://root@10.0.0.7:2222
  ptycheck doctor 'exec:docker exec -i web'
  ptycheck doctor @nightly --json

Exit status: 0 cases can be played everywhere, 2 somewhere not, 64 usage, 65 bad inventory, 66 missing file,
75 no host reachable, 77 refused for safety (host key, login).`,
    )
    .action(async (words: string[], options: HostChoices & { json?: boolean }) => {
      await loadInventory(options)
      const names = chooseHosts(
        words.length > 0 || options.label || options.kernel ? words : ['local'],
        options,
      )
      const reference = names.find(name => name.startsWith('reference:'))
      if (reference !== undefined)
        throw new Failure(EXIT.usage, `${reference} is no host: a reference is always well`)
      checkNames(names, options)
      const found = await Promise.all(
        names.map(name => examine(addressOf(name, options), hostOptions(name, options))),
      )
      print(found, all => all.map(describe).join('\n'), options.json)
      say(statusOf(found))
    })
}

function describe({ host, ending, checks }: Examination): string {
  const outcome = ending === 'complete' ? 'cases can be played' : 'no case can be played'
  return `${host}: ${outcome}\n${checks.map(line).join('')}`
}

function line({ what, state, found, advice }: Check): string {
  const text = advice === undefined ? found : `${found}: ${advice}`
  return `  ${state.padEnd(7)}  ${what.padEnd(15)}  ${text}\n`
}

function statusOf(found: readonly Examination[]): Status {
  const endings = found.map(({ ending }) => ending)
  if (endings.includes('refused'))
    return {
      code: EXIT.refused,
      meaning: 'a host was refused for safety, or refused us; see above',
    }
  if (endings.every(ending => ending === 'unreachable'))
    return { code: EXIT.unreachable, meaning: 'no host could be reached' }
  const bad = endings.filter(ending => ending !== 'complete').length
  if (bad === 0) return { code: EXIT.expected, meaning: '' }
  return { code: EXIT.trouble, meaning: `no case can be played on ${bad} of ${found.length} hosts` }
}
