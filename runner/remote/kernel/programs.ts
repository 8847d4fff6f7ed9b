/** The programs of a guest: its first process and the probe, static, built beforehand or here. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { cacheFolder, isOwn } from '../../cache.js'
import { visible } from '../answers.js'
import { prebuiltFor } from '../prebuilt.js'
import type { Wanted } from '../prepare.js'
import { guestSource, probeDigest } from '../source.js'
import { trouble } from '../transport.js'
import { temporaryFolder } from './temporary.js'

/** A program for `Linux x86_64`. */
export interface Program {
  readonly content: Buffer
  /** First line of `--version` of the compiler that built it. */
  readonly compiler: string
  /** SHA-256 in hex, where it was built beforehand. */
  readonly prebuilt?: string
}

/** With this machine's own C library where it can be linked statically. */
const compilers =
  process.arch === 'x64' ? ['cc', 'gcc', 'clang', 'musl-gcc'] : ['x86_64-linux-gnu-gcc']

/** Both of them. Throws `ImplementationError`. */
export async function guestPrograms(
  label: string,
  wanted: Wanted,
): Promise<{ readonly init: Program; readonly probe: Program }> {
  const source = guestSource()
  const init = { source, digest: probeDigest(source) }
  return { init: await staticProgram(label, init), probe: await staticProgram(label, wanted) }
}

async function staticProgram(
  label: string,
  { source, digest, prebuilt: folder }: Wanted,
): Promise<Program> {
  const built = kept(digest) ?? (await build(source, digest))
  if ('content' in built) return built
  const prebuilt = prebuiltFor('Linux x86_64', digest, folder)
  if ('none' in prebuilt)
    throw trouble(
      'harness',
      `${label}: no static program for a guest could be built here (${built.failed}), and ${prebuilt.none}`,
    )
  const { program, compiler } = prebuilt
  return { content: program, compiler, prebuilt: prebuilt.digest }
}

function pathOf(digest: string): string {
  return join(cacheFolder(), `static-${digest.slice(0, 32)}`)
}

function kept(digest: string): Program | undefined {
  const path = pathOf(digest)
  try {
    if (!isOwn(cacheFolder()) || !isOwn(path)) return undefined
    return { content: readFileSync(path), compiler: readFileSync(`${path}.cc`, 'utf8') }
  } catch {
    return undefined
  }
}

async function build(source: string, digest: string): Promise<Program | { failed: string }> {
  const { path: folder, remove } = await temporaryFolder('ptycheck-static-')
  const failed: string[] = []
  try {
    writeFileSync(join(folder, 'program.c'), source)
    for (const compiler of compilers) {
      const flags = ['-std=c99', '-O1', '-static', '-s', '-pthread', '-o', 'program', 'program.c']
      const made = await execa(compiler, flags, {
        cwd: folder,
        env: { TMPDIR: folder },
        reject: false,
      })
      if (!made.failed) {
        const version = await execa(compiler, ['--version'], { reject: false })
        const program = {
          content: readFileSync(join(folder, 'program')),
          compiler: version.stdout.split('\n')[0] ?? compiler,
        }
        keep(digest, program)
        return program
      }
      failed.push(`${compiler}: ${visible((made.stderr ?? '').slice(0, 200)) || 'not there'}`)
    }
    return { failed: failed.join('; ') }
  } finally {
    await remove()
  }
}

/** The program last: where it is, all is. */
function keep(digest: string, { content, compiler }: Program): void {
  const path = pathOf(digest)
  const unfinished = `${path}.${process.pid}`
  try {
    mkdirSync(cacheFolder(), { recursive: true, mode: 0o700 })
    if (!isOwn(cacheFolder())) return
    writeFileSync(`${path}.cc`, compiler, { mode: 0o600 })
    writeFileSync(unfinished, content, { mode: 0o600, flag: 'wx' })
    renameSync(unfinished, path)
  } catch {
    // Where nothing can be kept, it is built anew.
  }
}
