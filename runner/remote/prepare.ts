/** Finds the probe on a host, or builds it there. */
import { visible } from './answers.js'
import { type Collected, collect, type Transport, trouble } from './transport.js'

/** What is to be there: the probe's source and its digest in hex. */
export interface Wanted {
  readonly source: string
  readonly digest: string
}

export interface Prepared {
  /** First line of `cc --version` of the compiler that built it. */
  readonly compiler: string
  /** False where it was there already. */
  readonly built: boolean
}

/** Where a word of ours begins a line: what a login shell says besides is passed over. */
type Said = ReadonlyMap<string, string>

const compilers = ['cc', 'gcc', 'clang', 'tcc']

/**
 * A command line that any login shell (sh, csh, fish) hands to sh as it is: without a quote, `!`, backslash or
 * newline inside, and short, since old csh reads no word of more than 1023 bytes.
 */
export function shCommand(script: string): string {
  if (/['!\\\n]/.test(script) || script.length > 1000)
    throw trouble('harness', `a script that not every login shell can pass on: ${visible(script)}`)
  return `exec /bin/sh -c '${script}'`
}

/**
 * Sets `d`, a folder nobody else can write to, and `p`, the probe in it. Systems and machines may share
 * a home folder.
 */
function findFolder(digest: string): string {
  return [
    'u=$(id -u); o=$(umask); umask 077',
    'k() { mkdir -p "$1" && set -- "$1" $(ls -ldn "$1") && [ -w "$1" ] && case "$2 $4" in drwx------*" $u") d=$1;; *) false;; esac; } 2>/dev/null',
    `k "\${XDG_CACHE_HOME:-$HOME/.cache}/ptycheck" || k "\${TMPDIR:-/tmp}/ptycheck-$u" || { echo "no private cache folder" >&2; exit 3; }`,
    `p=$d/probe-${digest.slice(0, 32)}-$(uname -s)-$(uname -m)`,
  ].join('; ')
}

function locateScript(digest: string, mark: string): string {
  return [
    `echo ${mark} system "$(uname -srm)"; ${findFolder(digest)}`,
    `[ -x "$p" ] && "$p" calls >/dev/null 2>&1 && echo ${mark} probe "$(cat "$p.cc")"`,
    `for c in ${compilers.join(' ')}; do command -v $c >/dev/null 2>&1 && echo ${mark} compiler $c && break; done`,
    `echo ${mark} end`,
  ].join('; ')
}

/** The rename is the last step, so two of us at once do each other no harm. */
function buildScript({ source, digest }: Wanted, compiler: string, mark: string): string {
  const build = `${compiler} -std=c99 -O1 -o "$t" "$t.c"`
  return [
    `${findFolder(digest)}; t=$p.${mark}; z() { rm -f "$t" "$t.c" "$t.v"; }; trap z 0; trap "exit 1" 1 2 13 15`,
    `cat >"$t.c"; [ $(wc -c <"$t.c") -eq ${Buffer.byteLength(source)} ] || { echo "the source did not arrive whole" >&2; exit 4; }`,
    `${build} -lutil 2>/dev/null || ${build} || exit 5`,
    `v=$(${compiler} --version 2>/dev/null | sed 1q); echo "$v" >"$t.v"; mv -f "$t.v" "$p.cc"; mv -f "$t" "$p" && echo ${mark} built "$v"`,
  ].join('; ')
}

/** The command line that plays, under the login's own umask: the probe says `nonce` in its hello. */
export function playCommand(digest: string, nonce: string): string {
  return shCommand(`${findFolder(digest)}; umask $o; exec "$p" play ${nonce}`)
}

/** Two programs at most, one where the probe is there already. `mark` is a word nobody else says. */
export async function prepare(
  transport: Transport,
  wanted: Wanted,
  mark: string,
  timeoutFactor: number,
): Promise<Prepared> {
  const { label } = transport
  const located = await collect(transport, shCommand(locateScript(wanted.digest, mark)), {
    timeout: 30_000 * timeoutFactor,
  })
  const said = readMarked(located.stdout, mark)
  if (!said.has('end')) throw failed(label, 'its login shell did not run a script', located)
  const compiler = said.get('probe')
  if (compiler !== undefined) return { compiler, built: false }
  const command = said.get('compiler') ?? ''
  if (!compilers.includes(command))
    throw trouble(
      'host',
      `${label}: no C compiler there (${said.get('system')}): install one that is called ${compilers.join(', ')}`,
    )
  const built = await collect(transport, shCommand(buildScript(wanted, command, mark)), {
    input: wanted.source,
    timeout: 300_000 * timeoutFactor,
  })
  const version = readMarked(built.stdout, mark).get('built')
  if (version === undefined) throw failed(label, `${command} could not build the probe`, built)
  return { compiler: version, built: true }
}

/** What is there to build and keep a probe with; what is missing is undefined. */
export interface Survey {
  /** `uname -srm`. */
  readonly system: string
  readonly compiler: string | undefined
  readonly folder: string | undefined
  /** Seconds since the epoch by the host's clock. */
  readonly clock: number | undefined
}

/** One program: looks, and leaves nothing but the cache folder. Throws where the login shell runs no script. */
export async function survey(
  transport: Transport,
  mark: string,
  timeoutFactor: number,
): Promise<Survey> {
  const script = [
    `echo ${mark} system "$(uname -srm)"; echo ${mark} clock "$(date +%s)"`,
    `for c in ${compilers.join(' ')}; do command -v $c >/dev/null 2>&1 && echo ${mark} compiler "$c, $($c --version 2>/dev/null | sed 1q)" && break; done`,
    `echo ${mark} end; ${findFolder('')}; echo ${mark} folder "$d"`,
  ].join('; ')
  const answer = await collect(transport, shCommand(script), { timeout: 30_000 * timeoutFactor })
  const said = readMarked(answer.stdout, mark)
  if (!said.has('end'))
    throw failed(transport.label, 'its login shell did not run a script', answer)
  const clock = said.get('clock') ?? ''
  return {
    system: said.get('system') ?? '',
    compiler: said.get('compiler'),
    folder: said.get('folder'),
    clock: /^\d+$/.test(clock) ? Number(clock) : undefined,
  }
}

function readMarked(text: string, mark: string): Said {
  const said = new Map<string, string>()
  for (const line of text.split('\n')) {
    const at = line.indexOf(`${mark} `)
    if (at < 0) continue
    const [word = '', ...rest] = line.slice(at + mark.length + 1).split(' ')
    said.set(word, visible(rest.join(' ')).slice(0, 200))
  }
  return said
}

function failed(label: string, what: string, { status, signal, stdout, stderr }: Collected) {
  const lost = status === null && signal === null
  const how = lost ? 'the connection was lost' : signal ? `killed by ${signal}` : `status ${status}`
  const first = (stderr.trim() || stdout.trim()).split('\n').slice(0, 5).join('\n').slice(0, 1000)
  const words = first === '' ? 'and said nothing' : `"${visible(first)}"`
  return trouble(lost ? 'network' : 'host', `${label}: ${what} (${how}): ${words}`)
}
