/** Whether a run folder is what was written: each line, its number, its place, and that nothing is missing or added. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FolderError } from './folder-error.js'
import { runRecord } from './records.js'
import { digestOf, type Line, Seals } from './seal.js'

/** What is wrong, where: a line from 1, or 0 for the whole file. */
export interface Damage {
  readonly file: string
  readonly line: number
  readonly what: string
}

export interface Verification {
  readonly damage: readonly Damage[]
  /** Why not all of it can be told: a file that was cut off, or was written before there were digests. */
  readonly untold: readonly Damage[]
  /** One digest for the whole, to be noted elsewhere: who has another bundle has another digest. */
  readonly digest: string
}

/** Reads the folder as it lies there. Throws `FolderError` where it is no run. */
export function verifyFolder(folder: string): Verification {
  const file = 'run.json'
  const path = join(folder, file)
  if (!existsSync(path)) throw new FolderError(`no run in ${folder}: it has no run.json`, 66)
  const raw = parse(readFileSync(path, 'utf8'))
  const { success, data: run } = runRecord.safeParse(raw)
  if (!success) throw new FolderError(`${path} is no run of this version`, 65)
  const { digest, ...content } = raw as Line
  const told = new Told()
  if (digest === undefined) told.untold(file, 0, 'was written before there were digests')
  else if (digest !== digestOf(content)) told.damage(file, 0, 'was altered')
  const listed = run.implementations.map(one => one.file)
  for (const name of readdirSync(folder).sort())
    if (name.endsWith('.ndjson') && !listed.includes(name))
      told.damage(name, 0, `is no part of this run: ${file} does not name it`)
  const ends = run.implementations.map(({ name, file: part }) => {
    if (/[/\\]/.test(part))
      throw new FolderError(`${path}: '${part}' is no file of this folder`, 65)
    if (!existsSync(join(folder, part))) {
      told.damage(part, 0, 'is missing')
      return ''
    }
    const lines = readFileSync(join(folder, part), 'utf8').split('\n')
    return new FileCheck(part, told).check(lines, {
      ...{ name, digest: run.digest },
      cases: new Map(run.cases.map(record => [record.id, record.digest])),
    })
  })
  return { ...told.all(), digest: digestOf([run.digest, ...ends]) }
}

/** What is found, in the order of the folder. */
class Told {
  readonly #damage: Damage[] = []
  readonly #untold: Damage[] = []

  damage(file: string, line: number, what: string): void {
    this.#damage.push({ file, line, what })
  }

  untold(file: string, line: number, what: string): void {
    this.#untold.push({ file, line, what })
  }

  all(): Pick<Verification, 'damage' | 'untold'> {
    return { damage: this.#damage, untold: this.#untold }
  }
}

/** What `run.json` says of a file. */
interface Wanted {
  readonly name: string
  readonly digest: string | undefined
  /** Digest of each case by its id. */
  readonly cases: ReadonlyMap<string, string>
}

class FileCheck {
  readonly #seals = new Seals()
  readonly #results = new Set<string>()
  /** Those since the last header: what was gone on with may have a case once more. */
  readonly #recent = new Set<string>()
  #damaged = false
  #unsealed = 0
  #complete = false

  constructor(
    private readonly file: string,
    private readonly told: Told,
  ) {}

  /** Gives the digest of the last line. */
  check(lines: readonly string[], wanted: Wanted): string {
    let last = ''
    let number = 1
    for (const [at, text] of lines.slice(0, -1).entries()) {
      const line = parse(text)
      if (!isLine(line)) {
        this.#damage(at, 'was altered: it is no line of a run')
        const [, digest = ''] = /"digest":"([0-9a-f]{64})"\}$/.exec(text) ?? []
        this.#seals.add({ type: 'unknown' }, digest)
      } else {
        const { n, digest } = line
        if (typeof n === 'number' && n > number)
          this.#damage(
            at,
            n - number === 1
              ? `line ${number} is missing above it`
              : `lines ${number} to ${n - 1} are missing above it`,
          )
        if (typeof n === 'number' && n < number)
          this.#damage(at, 'was added, or is not in its place')
        number = typeof n === 'number' ? n : number
        last = this.#line(at, line, wanted) ?? (typeof digest === 'string' ? digest : '')
      }
      number++
    }
    if (lines.at(-1) !== '')
      this.told.untold(this.file, lines.length, 'was cut off while it was written')
    if (this.#unsealed > 0)
      this.told.untold(
        this.file,
        0,
        `${this.#unsealed} of its lines were written before there were digests`,
      )
    if (!this.#complete)
      this.told.untold(this.file, 0, 'has no end: the run was cut off, or its last lines were')
    else
      for (const id of wanted.cases.keys())
        if (!this.#results.has(id)) this.told.damage(this.file, 0, `the result of ${id} is missing`)
    return last
  }

  #damage(at: number, what: string): void {
    this.#damaged = true
    this.told.damage(this.file, at + 1, what)
  }

  #line(at: number, line: Line, wanted: Wanted): string | undefined {
    const digest = this.#seals.next(line)
    const own = typeof line['digest'] === 'string' ? line['digest'] : undefined
    if (own === undefined) this.#unsealed++
    else if (own !== digest && !(line.type === 'footer' && this.#damaged))
      this.#damage(at, alteration(line))
    // What rests on an altered line was not altered itself.
    this.#seals.add(line, own ?? digest)
    this.#complete = line.type === 'footer'
    if (line.type === 'header') this.#header(at, line, wanted)
    if (line.type === 'result') this.#result(at, line, wanted)
    return own
  }

  #header(at: number, { run, name }: Line, wanted: Wanted): void {
    if (name !== wanted.name || (run !== undefined && run !== wanted.digest))
      this.#damage(at, 'the file is of another run, or run.json was altered')
    this.#recent.clear()
  }

  #result(at: number, { result }: Line, wanted: Wanted): void {
    const { case: id, digest } = Object(result)
    const known = wanted.cases.get(String(id))
    if (known === undefined) this.#damage(at, 'was added: the run has no such case')
    else if (this.#recent.has(id)) this.#damage(at, `was added: it is a second result of ${id}`)
    else if (digest !== known) this.#damage(at, `is of another edition of ${id}`)
    this.#results.add(id)
    this.#recent.add(id)
  }
}

function alteration(line: Line): string {
  if (line.type === 'footer')
    return 'was altered, or lines above it are not those that were written'
  const { case: id } = Object(line[line.type])
  return `was altered: the ${line.type}${typeof id === 'string' ? ` of ${id}` : ''}`
}

function isLine(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && typeof Object(value).type === 'string'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
