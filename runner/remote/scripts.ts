/** What a host's shell is told to do before there is a probe that can be talked to. */
import { visible } from './answers.js'
import { trouble } from './transport.js'

/** `probe`: built there; `prebuilt`: sent. */
export type Kind = 'probe' | 'prebuilt'

/** What a C compiler may be called; the first that is there is taken. */
export const compilers = ['cc', 'gcc', 'clang', 'tcc']

/** Tried in this order; relative ones are passed over, as where neither variable is set. */
export const cacheFolders = [
  `\${XDG_CACHE_HOME:-\${HOME:-.}/.cache}/ptycheck`,
  `\${TMPDIR:-/tmp}/ptycheck-$u`,
  '/var/tmp/ptycheck-$u',
  '/dev/shm/ptycheck-$u',
]

/**
 * A command line that any login shell (sh, csh, fish) hands to sh as it is: without a quote, `!`, backslash or
 * newline inside, and short, since old csh reads no word of more than 1023 bytes.
 */
export function shCommand(script: string): string {
  if (/['!\\\n]/.test(script) || script.length > 1000)
    throw trouble('harness', `a script that not every login shell can pass on: ${visible(script)}`)
  return `exec /bin/sh -c '${script}'`
}

/** Is "$1" a folder that nobody else can write to? `ls` of GNU does not work under older gVisor, which refuses its statx(). */
const own =
  'mkdir -p "$1" && set -- "$1" $(ls -ldn "$1" || find "$1" -prune -type d -user $u -perm 700 -exec echo drwx------ 1 $u {} +) && [ -w "$1" ] && case "$2 $4" in drwx------*" $u") ;; *) false; esac'

/** May programs be started there? An empty one is a script without lines. `true`: a failing `:` would end the shell. */
const runs = 'x=$1/$m; { true >"$x" && chmod 700 "$x" && "$x"; }; s=$?; rm -f "$x"; [ $s = 0 ]'

/** Sets `d`, the first good folder, and `n`, its place in the list or 0; `w` says what is wrong with those before. */
const findFolder = [
  'u=$(id -u); umask 077; n=0',
  `k() { n=$((n+1)); case $1 in /*) ;; *) return 1; esac; r=unwritable; ${own} && { r=noexec; ${runs}; } && d=$1 || { w="$w$1: $r; "; false; }; } 2>/dev/null`,
  `${cacheFolders.map(folder => `k "${folder}"`).join(' || ')} || n=0`,
].join('; ')

/** The folder that was found is looked at again by each script: it may have become somebody else's. */
function sameFolder(number: number): string {
  return `u=$(id -u); umask 077; set -- "${cacheFolders[number - 1]}"; { ${own}; } 2>/dev/null || { echo "the cache folder is gone" >&2; exit 3; }; d=$1`
}

/** Systems and machines may share a home folder. */
function nameOf(kind: Kind, digest: string): string {
  return `${kind}-${digest.slice(0, 32)}-$(uname -s)-$(uname -m)`
}

/** Says `system`, `folder`, `probe` or `prebuilt`, `compiler`, and `end`, each after the mark. */
export function locateScript(digest: string, mark: string): string {
  return [
    `m=${mark}; echo $m system "$(uname -srm)"; ${findFolder}`,
    'echo $m folder $n "$w"',
    'h() { p=$d/$2; [ -x "$p" ] && "$p" calls >/dev/null 2>&1 && echo $m $1 "$(cat "$p.cc")"; }',
    `v=${nameOf('probe', digest)}; h probe $v || h prebuilt prebuilt-\${v#*-}`,
    `for c in ${compilers.join(' ')}; do command -v $c >/dev/null && echo $m compiler $c && break; done; echo $m end`,
  ].join('; ')
}

/** Says `system`, `clock`, `folder`, `path`, `compiler` and `end`: what doctor wants to know. */
export function surveyScript(mark: string): string {
  return [
    `m=${mark}; echo $m system "$(uname -srm)"; echo $m clock "$(date +%s)"; ${findFolder}`,
    'echo $m folder $n "$w"; echo $m path "$d"',
    `for c in ${compilers.join(' ')}; do command -v $c >/dev/null && echo $m compiler "$c, $($c --version 2>/dev/null | sed 1q)" && break; done; echo $m end`,
  ].join('; ')
}

/** Input to a file beside `p`, which becomes `p` as the last step, so two of us at once do each other no harm. */
function receive(what: string, file: string, bytes: number, mark: string): string {
  return [
    `t=$p.${mark}; z() { rm -f "$t" "$t.c" "$t.v"; }; trap z 0; trap "exit 1" 1 2 13 15`,
    `cat >"${file}"; [ $(wc -c <"${file}") -eq ${bytes} ] || { echo "the ${what} did not arrive whole" >&2; exit 4; }`,
  ].join('; ')
}

/** Says `built` with this text once the program runs there; the text is kept beside it. */
function keep(text: string, mark: string): string {
  return [
    '"$t" calls >/dev/null || { echo "it does not run in $d" >&2; exit 6; }',
    `v=${text}; echo "$v" >"$t.v"; mv -f "$t.v" "$p.cc"; mv -f "$t" "$p" && echo ${mark} built "$v"`,
  ].join('; ')
}

/** Takes the source. The compiler's own files go beside it: `/tmp` may be full or read-only. */
export function buildScript(
  digest: string,
  bytes: number,
  folder: number,
  compiler: string,
  mark: string,
): string {
  return [
    `${sameFolder(folder)}; p=$d/${nameOf('probe', digest)}`,
    receive('source', '$t.c', bytes, mark),
    `export TMPDIR="$d"; b() { ${compiler} -std=c99 -O1 -o "$t" "$t.c" $*; }`,
    'b -pthread -lutil 2>/dev/null || b -pthread 2>/dev/null || b || exit 5',
    keep(`$(${compiler} --version 2>/dev/null | sed 1q)`, mark),
  ].join('; ')
}

/** Takes the program, whose own digest is `text`. */
export function sendScript(
  digest: string,
  bytes: number,
  folder: number,
  text: string,
  mark: string,
): string {
  return [
    `${sameFolder(folder)}; p=$d/${nameOf('prebuilt', digest)}`,
    receive('prebuilt probe', '$t', bytes, mark),
    'chmod 700 "$t"',
    keep(text, mark),
  ].join('; ')
}

/**
 * Starts the probe under the login's own umask. Where the usual folder of scratch cannot be written, another is named. What it
 * calls is looked up once, not again by each process of a case.
 */
export function playScript(kind: Kind, digest: string, folder: number, nonce: string): string {
  return [
    `o=$(umask); ${sameFolder(folder)}; umask $o`,
    `for t in "\${TMPDIR:-/tmp}" /var/tmp /dev/shm; do [ -w "$t" ] && { export TMPDIR="$t"; break; }; done`,
    `export LD_BIND_NOW=1; exec "$d/${nameOf(kind, digest)}" play ${nonce}`,
  ].join('; ')
}
