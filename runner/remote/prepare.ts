/** Finds the probe on a host, builds it there, or sends one that was built beforehand. */
import type { ImplementationError } from '../implementation.js'
import { type Folder, failed, folderOf, readMarked } from './marked.js'
import {
  buildScript,
  compilers,
  type Kind,
  locateScript,
  playScript,
  sendScript,
  shCommand,
} from './scripts.js'
import { type Collected, collect, type Transport, trouble } from './transport.js'

/** What is to be there: the probe's source and its digest in hex. */
export interface Wanted {
  readonly source: string
  readonly digest: string
  /** The folder of prebuilt probes, where it is not the package's. */
  readonly prebuilt?: string
}

export interface Prepared {
  /** First line of `cc --version` of the compiler that built it. */
  readonly compiler: string
  /** False where it was there already. */
  readonly built: boolean
  /** SHA-256 in hex of the program that was sent, where none was built there. */
  readonly prebuilt?: string
  /** What the host cannot have: no case can be played there. */
  readonly lacks?: readonly string[]
  /** Settings that only the way knows. */
  readonly facts?: Readonly<Record<string, string>>
  /** The command line that plays: the probe says `nonce` in its hello. */
  readonly play: (nonce: string) => string
}

/**
 * Two programs at most, one where the probe is there already, and one more where a compiler is there that fails.
 * `mark` is a word nobody else says.
 */
export async function prepare(
  transport: Transport,
  wanted: Wanted,
  mark: string,
  timeoutFactor: number,
): Promise<Prepared> {
  const { label } = transport
  const tell = (script: string, milliseconds: number, input?: string | Buffer) =>
    collect(transport, shCommand(script), { input, timeout: milliseconds * timeoutFactor })
  const located = await tell(locateScript(wanted.digest, mark), 30_000)
  const said = readMarked(located.stdout, mark)
  if (!said.has('end')) throw failed(label, 'its login shell did not run a script', located)
  const folder = placeOf(label, folderOf(said))
  const done = (kind: Kind, compiler: string, built: boolean): Prepared => {
    const play = (nonce: string) => shCommand(playScript(kind, wanted.digest, folder, nonce))
    return { compiler, built, play }
  }
  const known = said.get('probe')
  if (known !== undefined) return done('probe', known, false)

  const { source, digest } = wanted
  const compiler = compilers.find(name => name === said.get('compiler'))
  let why: ImplementationError | undefined
  if (compiler !== undefined) {
    const bytes = Buffer.byteLength(source)
    const answer = await tell(buildScript(digest, bytes, folder, compiler, mark), 300_000, source)
    const version = readMarked(answer.stdout, mark).get('built')
    if (version !== undefined) return done('probe', version, true)
    why = failed(label, `${compiler} could not build the probe`, answer)
    if (!isCompilersFault(answer)) throw why
  }

  const system = said.get('system') ?? ''
  const { prebuiltFor } = await import('./prebuilt.js')
  const prebuilt = prebuiltFor(kindOf(system), digest, wanted.prebuilt)
  if ('none' in prebuilt) throw why ?? nothing(label, system, prebuilt.none)
  const sent = said.get('prebuilt') !== prebuilt.digest
  if (sent) {
    const { program } = prebuilt
    const script = sendScript(digest, program.length, folder, prebuilt.digest, mark)
    const answer = await tell(script, 300_000, program)
    if (readMarked(answer.stdout, mark).get('built') !== prebuilt.digest)
      throw why ?? failed(label, 'the prebuilt probe could not be kept and started there', answer)
  }
  return { ...done('prebuilt', prebuilt.compiler, sent), prebuilt: prebuilt.digest }
}

/** Which of the cache folders was taken. */
function placeOf(label: string, { place, unfit }: Folder): number {
  if (place > 0) return place
  const remedy =
    'set XDG_CACHE_HOME there to a folder that is its user\u2019s alone, can be written and is not mounted noexec'
  throw trouble('host', `${label}: no private cache folder there (${unfit}): ${remedy}`)
}

/** What the compiler or its program failed at (as `buildScript` ends), and no lost connection or full disk. */
function isCompilersFault({ status }: Collected): boolean {
  return status === 5 || status === 6
}

function nothing(label: string, system: string, none: string): ImplementationError {
  return trouble(
    'host',
    `${label}: no C compiler there (${system}): install one that is called ${compilers.join(', ')}; ${none}`,
  )
}

/** `uname -s -m` out of `uname -srm`. */
function kindOf(system: string): string {
  const words = system.split(' ')
  return `${words[0]} ${words.at(-1)}`
}
