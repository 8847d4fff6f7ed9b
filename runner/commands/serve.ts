import { type Command, Option } from 'commander'
import type { Profile } from '../model/profile.js'
import { reference } from '../model/reference.js'
import { type Fault, faults } from '../serve/fault.js'
import { type Served, serve } from '../serve/server.js'
import { EXIT } from '../status.js'
import { Failure } from './failure.js'
import { profileNamed } from './implementations.js'
import { print } from './output.js'
import { say } from './printing.js'
import { onSignals } from './signals.js'

interface ServeOptions {
  readonly profile: string
  readonly port: number
  readonly hosts: number
  readonly listen: string
  readonly fault?: Fault
  readonly json?: boolean
}

/** `ptycheck serve --profile P`: a profile as an SSH host, so that the whole road can be tried without a machine. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .summary('offer a profile as an SSH host')
    .requiredOption('--profile <name>', 'the profile that the host plays')
    .option('--port <n>', 'the port to listen at (default: any that is free)', port, 0)
    .option('--hosts <n>', 'so many hosts, at ports that follow', hosts, 1)
    .option('--listen <address>', 'listen at this address of this machine', '127.0.0.1')
    .addOption(
      new Option('--fault <fault>', 'go wrong half-way through each play').choices(
        Object.keys(faults),
      ),
    )
    .option('--json', 'the hosts as one JSON document')
    .addHelpText(
      'after',
      `
Each host has a new host key, of which the fingerprint is printed: it can stand in an inventory as hostkey. Any user
and any key is let in. There is no machine behind it: it knows what ptycheck says to a host, and nothing else.

Faults:
${Object.entries(faults)
  .map(([name, what]) => `  ${name.padEnd(8)}  ${what}\n`)
  .join('')}
Examples:
  ptycheck serve --profile freebsd --port 2222
  ptycheck run ssh://user@127.0.0.1:2222 --accept-new     meanwhile, elsewhere
  ptycheck serve --profile linux --hosts 20 --json >hosts.json
  ptycheck serve --profile linux --fault stall

It ends with ^C. Exit status: 64 usage, 73 cannot listen there, 129, 130 and 143 stopped by a signal.
`,
    )
    .action(async (options: ServeOptions) => {
      const profile = profileNamed(options.profile)
      const stop = new AbortController()
      const interrupted = onSignals(stop, 'the hosts are gone')
      const served: Served[] = []
      try {
        for (let i = 0; i < options.hosts; i++)
          served.push(await hostOf(profile, options, options.port === 0 ? 0 : options.port + i))
        printHosts(served, options)
        await new Promise<void>(resolve => {
          if (stop.signal.aborted) resolve()
          stop.signal.addEventListener('abort', () => resolve())
        })
      } finally {
        await Promise.all(served.map(one => one.close()))
        interrupted.stop()
      }
      say(interrupted.signal() ?? { code: EXIT.expected, meaning: '' })
    })
}

async function hostOf(
  profile: Profile,
  { listen, fault }: ServeOptions,
  port: number,
): Promise<Served> {
  const { name, systems } = profile
  const implementation = reference(profile)
  const { settings, aliases = [] } = await implementation.open()
  const identity = { system: systems[0] ?? name, release: name, machine: 'model', libc: 'model' }
  const facts = { identity, settings, aliases }
  return serve({ implementation, facts, address: listen, port, fault }).catch((error: Error) => {
    throw new Failure(EXIT.cannotWrite, `cannot listen at ${listen} port ${port}: ${error.message}`)
  })
}

/** The lines are whole before anybody is told to connect. */
function printHosts(served: readonly Served[], { listen, profile, json }: ServeOptions): void {
  const host = listen.includes(':') ? `[${listen}]` : listen
  const hosts = served.map(({ port, fingerprint }) => ({
    address: `ssh://user@${host}:${port}`,
    profile,
    hostkey: fingerprint,
  }))
  print(
    hosts,
    all => all.map(one => `${one.address}  ${one.profile}  ${one.hostkey}\n`).join(''),
    json,
  )
}

function port(text: string): number {
  const n = Number(text)
  if (Number.isInteger(n) && n >= 0 && n <= 65535) return n
  throw new Failure(EXIT.usage, `'${text}' is no port`)
}

function hosts(text: string): number {
  const n = Number(text)
  if (Number.isInteger(n) && n >= 1 && n <= 256) return n
  throw new Failure(EXIT.usage, `'${text}' is no number from 1 to 256`)
}
