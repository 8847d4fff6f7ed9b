/**
 * The probe as it is sent to a host: one C file, made of `runner/probe` and of a table of all constants a
 * suite may use. Same files in, same bytes out, so its digest names the probe in every result.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type FamilyName, families } from '../suite/constants.js'

/** What every file includes first, and where feature macros are defined. */
const FIRST = 'probe.h'

/** C99 promises no more for one string literal (5.2.4.1). */
const LONGEST_LITERAL = 4095

/** The package's own folder, found from the sources and from `dist` alike. */
export function packageFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url))
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'runner', 'probe', FIRST))) return folder
    if (folder === dirname(folder)) {
      throw new Error(
        `no runner/probe/${FIRST} in ${start} or above; install ptycheck with its probe's source`,
      )
    }
  }
}

function probeFolder(): string {
  return join(packageFolder(), 'runner', 'probe')
}

function symbolLine(name: string, mask?: string): string {
  const condition = mask ? `#if defined(${name}) && defined(${mask})` : `#ifdef ${name}`
  return `${condition}\n\t{ "${name}", (long long)(${name}), ${mask ? `(long long)(${mask})` : '0'} },\n#endif`
}

/** A field's values come before its mask, which is shown only where no value fits. */
function familyTable(name: FamilyName): string {
  const { fields = {}, flags = [] }: Partial<Record<'fields', object>> & { flags?: string[] } =
    families[name]
  const lines = Object.entries(fields as Record<string, readonly string[]>).flatMap(
    ([mask, values]) => [...values.map(value => symbolLine(value, mask)), symbolLine(mask)],
  )
  lines.push(...flags.map(flag => symbolLine(flag)))
  return [
    `static const struct symbol symbols_${name}[] = {`,
    ...lines,
    '\t{ NULL, 0, 0 }',
    '};',
  ].join('\n')
}

function symbolTables(): string {
  const names = Object.keys(families) as FamilyName[]
  return [
    '/* The constants of runner/suite/constants.ts that this system has. */',
    ...names.map(familyTable),
    'static const struct {',
    '\tconst char *name;',
    '\tconst struct symbol *symbols;',
    '} symbol_families[] = {',
    ...names.map(name => `\t{ "${name}", symbols_${name} },`),
    '\t{ NULL, NULL }',
    '};',
  ].join('\n')
}

function checked(name: string, text: string): string {
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    if (/[^\t\x20-\x7e]/.test(line)) {
      throw new Error(`runner/probe/${name}:${index + 1}: the probe's source is ASCII only`)
    }
    if (line.length > LONGEST_LITERAL) {
      throw new Error(`runner/probe/${name}:${index + 1}: the line is too long for some compilers`)
    }
  }
  return text
}

/** A file without what binds it to its neighbours, under a line that lets compilers name it. */
function part(folder: string, name: string): string {
  const text = checked(name, readFileSync(join(folder, name), 'utf8'))
  return `#line 1 "${name}"\n${text.replace(/^#include ".*"$/gm, '').trimEnd()}\n`
}

/** The whole probe as one C file. */
export function probeSource(): string {
  const folder = probeFolder()
  const files = readdirSync(folder).sort()
  const headers = files.filter(name => name.endsWith('.h') && name !== FIRST)
  const sources = files.filter(name => name.endsWith('.c'))
  return [
    ...[FIRST, ...headers].map(name => part(folder, name)),
    `#line 1 "symbols"\n${symbolTables()}\n`,
    ...sources.map(name => part(folder, name)),
  ].join('\n')
}

/** What stands behind the probe in a packed suite, as one text of its headers or of its sources. */
export function packedParts(ending: '.h' | '.c'): string {
  return parts('packed', ending)
}

/** The first process of a kernel that we boot, as one C file. */
export function guestSource(): string {
  return `${parts('guest', '.h')}\n${parts('guest', '.c')}`
}

function parts(place: string, ending: string): string {
  const folder = join(probeFolder(), place)
  const files = readdirSync(folder).sort()
  return files
    .filter(name => name.endsWith(ending))
    .map(name => part(folder, name))
    .join('\n')
}

/** SHA-256 in hex: the name of a probe in caches and results. */
export function probeDigest(source: string): string {
  return createHash('sha256').update(source, 'utf8').digest('hex')
}
