/** Probes built beforehand, for hosts without a compiler: static programs, one for each kind of machine. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { packageFolder } from './source.js'

export interface Prebuilt {
  readonly program: Buffer
  /** SHA-256 of the program in hex. */
  readonly digest: string
  /** First line of `--version` of the compiler that built it. */
  readonly compiler: string
}

/** What lies beside the programs, as `npm run probes` writes it. */
const shelf = z.object({
  /** Digest of the source they were built from. */
  source: z.string(),
  probes: z.array(
    z.object({
      /** `uname -s -m` of the hosts it is for. */
      host: z.string(),
      file: z.string(),
      digest: z.string(),
      compiler: z.string(),
    }),
  ),
})

export type Shelf = z.infer<typeof shelf>

export const SHELF = 'index.json'

/** Where the package has them; nothing in a checkout until they are built. */
export function prebuiltFolder(): string {
  return join(packageFolder(), 'prebuilt')
}

/** The probe of that source for hosts whose `uname -s -m` says so, or why there is none and what to do. */
export function prebuiltFor(
  host: string,
  source: string,
  folder = prebuiltFolder(),
): Prebuilt | { readonly none: string } {
  const file = join(folder, SHELF)
  const again = 'build them with "npm run probes" where ptycheck runs'
  if (!existsSync(file)) return { none: `this ptycheck has no prebuilt probes: ${again}` }
  const { source: built, probes } = shelf.parse(JSON.parse(readFileSync(file, 'utf8')))
  if (built !== source)
    return { none: `the prebuilt probes here are of another version of the probe: ${again}` }
  const one = probes.find(probe => probe.host === host)
  if (one === undefined)
    return { none: `prebuilt probes are for ${probes.map(probe => probe.host).join(', ')} only` }
  const program = readFileSync(join(folder, one.file))
  if (digestOf(program) !== one.digest)
    return { none: `the prebuilt probe for ${host} was changed after it was built: ${again}` }
  return { program, digest: one.digest, compiler: one.compiler }
}

/** SHA-256 in hex. */
export function digestOf(program: Buffer): string {
  return createHash('sha256').update(program).digest('hex')
}
