/** Whether a descriptor is a terminal's, and what its name is (XSH isatty, ttyname, ctermid). */
import { printValue } from '../../suite/print.js'
import type { StructValue, Value } from '../../suite/suite.js'
import { type CallContext, type CallFamily, failingWith } from '../call.js'
import type { LibraryChoices } from '../choices/library.js'
import { DeadFile } from '../dead-file.js'
import { asFailure, fail } from '../failure.js'
import type { OpenFile } from '../file.js'
import type { Inode } from '../mounts.js'
import { locate, pathOf } from '../paths.js'
import type { Process } from '../process.js'
import { constant, number, struct, text, zero } from '../show.js'
import { SCRATCH } from '../world.js'
import { reach } from './terminal.js'

const FOLDER = '/dev/'
const SLAVES = `${FOLDER}pts/`

export const nameCalls: CallFamily = {
  isatty: failingWith('0', context => {
    if (!hasBeenTerminal(context)) mustBeTerminal(context)
    return number(1)
  }),

  ttyname: failingWith('NULL', context => {
    const { kernel, process } = context
    const name = nameOf(context, mustBeTerminal(context), kernel.profile.ttynameRoom)
    if (kernel.profile.ttynameFolder === 'own') return text(name)
    const end = name.lastIndexOf('/') + 1
    process.ttynameFolder ??= name.slice(0, end)
    return text(process.ttynameFolder + name.slice(end))
  }),

  ttyname_r(context) {
    const result = boundedName(context)
    const { ttynameBuffer } = context.kernel.profile
    const isTouched = result.fields.some(
      ({ name, value }) => name === 'buf' && value.kind === 'data',
    )
    return isTouched || ttynameBuffer === 'untouched' ? result : withField(result, 'buf', text(''))
  },

  ctermid({ kernel, process }) {
    const own = process.terminal?.withoutNode ? undefined : process.terminal
    return text(kernel.profile.ctermid === 'own-name' && own ? own.name : `${FOLDER}tty`)
  },
}

/** ptsname_r() and ttyname_r(): the name, if it fits into a buffer of the second argument's size. */
export function named(
  { args }: CallContext,
  find: () => string,
  whenSmall: LibraryChoices['smallPtsnameBuffer'] = 'untouched',
): StructValue {
  try {
    const name = find()
    const size = args.number(1)
    if (size > name.length) return struct({ ret: zero, errno: zero, buf: text(name) })
    if (whenSmall === 'untouched' || size === 0) return failedName('ERANGE')
    return failedName('ERANGE', text(whenSmall === 'cut' ? name.slice(0, size - 1) : ''))
  } catch (error) {
    return failedName(asFailure(error).errno)
  }
}

function failedName(error: string, buf: Value = constant('UNTOUCHED')): StructValue {
  return struct({ ret: constant(error), errno: constant(error), buf })
}

/** isatty(), which the library asks before it looks for a name. */
function mustBeTerminal(context: CallContext): OpenFile {
  const { kernel, process, args } = context
  // What comes next is fstat().
  if (hasBeenTerminal(context)) fail('EBADF')
  const { file } = kernel.world.files.terminal(process, args.number(0))
  if (file.isHungUp && kernel.profile.isattyError !== 'as-kernel') fail('ENOTTY')
  return reach(context).file
}

/** A slave that was revoked, where isatty() is 1 of it all the same. */
function hasBeenTerminal({ kernel, process, args }: CallContext): boolean {
  const descriptor = process.descriptors.get(args.number(0))
  return kernel.profile.revokedIsTerminal && descriptor?.file.object instanceof DeadFile
}

/** ttyname_r(): the BSDs write the folder first, glibc takes what does not fit for another terminal. */
function boundedName(context: CallContext): StructValue {
  const find = () => nameOf(context, mustBeTerminal(context))
  const { smallNameBuffer } = context.kernel.profile
  const size = context.args.number(1)
  const name = named(context, find)
  const isTooLong = printValue(name) === printValue(failedName('ERANGE'))
  switch (smallNameBuffer) {
    case 'ERANGE':
      return name
    case 'looks-elsewhere':
      if (size <= SLAVES.length) return failedName('ERANGE')
      return isTooLong ? failedName('ENODEV', text(SLAVES)) : name
  }
  if (!isTooLong) return name
  if (smallNameBuffer === 'unended') {
    const written = nameOf(context, reach(context).file).slice(0, size)
    return withField(failedName('ERANGE', text(unended(written))), 'errno', zero)
  }
  if (size <= FOLDER.length + 1) return withField(name, 'errno', zero)
  const errno = smallNameBuffer === 'folder-and-EINVAL' ? 'EINVAL' : 'ENOENT'
  return withField(failedName('ERANGE', text(FOLDER)), 'errno', constant(errno))
}

export function withField(result: StructValue, field: string, value: Value): StructValue {
  const fields = result.fields.map(one => (one.name === field ? { ...one, value } : one))
  return { ...result, fields }
}

/** What such a buffer shows: bytes that nobody has touched follow, 4096 in all (language, section 4). */
function unended(written: string): string {
  return written.padEnd(4096, '~')
}

/** What glibc looks through last (ttyname_r.c); there a slave may have been bound. ENOENT where /dev is not. */
function namesInDev(process: Process): string[] {
  return [...locate(process, FOLDER).node.entries.keys()].map(name => FOLDER + name)
}

/** ttyname(): the name it was opened by, if that still leads to it; else a look through /dev. */
function nameOf({ kernel, process }: CallContext, file: OpenFile, room = Infinity): string {
  const { terminalElsewhere } = kernel.profile
  // The kernel's path is a link in /proc, which a root of the case's own has not.
  if (terminalElsewhere === 'as-the-path' && process.root) fail('ENOENT')
  const names = file.opened ? [pathOf(file.opened, process.root)] : []
  for (const [name, node] of kernel.world.slaves()) if (node === file.node) names.push(name)
  // On a host the scratch folder's name alone is longer than any such buffer; what was unmounted is found below no folder.
  const isMounted = kernel.living().some(({ namespace }) => {
    return file.opened && namespace.mounts.includes(file.opened.mount)
  })
  if (names[0]?.startsWith(SCRATCH) && isMounted && room < Infinity) fail('ERANGE')
  const isIt = (node: Inode) =>
    node === file.node || (terminalElsewhere === 'namesake' && node.rdev === file.node.rdev)
  const leadsThere = (name: string) => {
    try {
      return isIt(locate(process, name).node)
    } catch {
      // A name that leads nowhere is no name.
      return false
    }
  }
  const inDev = terminalElsewhere === 'ENODEV' ? () => namesInDev(process) : () => []
  const found = names.find(leadsThere) ?? inDev().find(leadsThere)
  if (found !== undefined) return found
  if (terminalElsewhere === 'the-kernels-name' && names[0] !== undefined) return names[0]
  if (terminalElsewhere === 'as-the-path' && names[0] !== undefined) locate(process, names[0])
  return fail(terminalElsewhere === 'EINVAL' ? 'EINVAL' : 'ENODEV')
}
