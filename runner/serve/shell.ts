/** What the login shell of a served host makes of the scripts that find, build and start a probe (`remote/scripts.ts`). */

/** What a command line asks for. */
export type Asked =
  /** Where things are; `digest` is of the probe that is looked for, if any. */
  | { readonly kind: 'look'; readonly mark: string; readonly digest: string | undefined }
  /** Takes the probe's source. */
  | {
      readonly kind: 'build'
      readonly mark: string
      readonly digest: string
      readonly bytes: number
    }
  | { readonly kind: 'play'; readonly digest: string; readonly nonce: string }

/** Nothing where it is no command of ours. */
export function readCommand(command: string): Asked | undefined {
  const [, script = ''] = /\/bin\/sh -c '([^']*)'$/.exec(command) ?? []
  const [, played, nonce] =
    /exec "\$d\/probe-([0-9a-f]{32})-.*" play ([0-9a-f]+)$/.exec(script) ?? []
  if (played !== undefined && nonce !== undefined) return { kind: 'play', digest: played, nonce }
  const [, digest] = /\b[vp]=(?:\$d\/)?probe-([0-9a-f]{32})-/.exec(script) ?? []
  const [, beginning] = /^m=([0-9a-f]+); echo \$m system/.exec(script) ?? []
  if (beginning !== undefined) return { kind: 'look', mark: beginning, digest }
  const [, mark] = /; t=\$p\.([0-9a-f]+);/.exec(script) ?? []
  const [, bytes] = / -eq (\d+) \]/.exec(script) ?? []
  if (mark === undefined || digest === undefined || bytes === undefined) return undefined
  return { kind: 'build', mark, digest, bytes: Number(bytes) }
}

/** What the one who looks is told: the probe where it was built before, and a compiler. */
export function lookText(mark: string, system: string, compiler: string, isBuilt: boolean): string {
  return [
    `system ${system}`,
    `clock ${Math.floor(Date.now() / 1000)}`,
    'folder 1 ',
    'path /home/user/.cache/ptycheck',
    ...(isBuilt ? [`probe ${compiler}`] : []),
    'compiler cc',
    'end',
  ]
    .map(line => `${mark} ${line}\n`)
    .join('')
}
