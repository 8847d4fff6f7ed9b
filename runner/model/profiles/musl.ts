/** Linux with musl as its C library, held against 1.2.3 on Linux 6.18; isatty() tells the kernel's errno since c94a0c16 (2024). */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

const own = ['call tcgetwinsize', 'call tcsetwinsize', 'constant O_TTY_INIT']

export const musl: Profile = {
  ...linux,
  name: 'musl',
  title: 'Linux with musl as its C library',
  lacks: [...linux.lacks.filter(need => !own.includes(need)), 'call getpt'],

  openptWithoutPair: 'EAGAIN',
  grant: 'does-nothing',
  noMaster: 'ENOTTY',
  ptsnameFailure: 'number-alone',
  smallPtsnameBuffer: 'cut',
  smallNameBuffer: 'unended',
  isattyError: 'ENOTTY',
  ttynameRoom: 32,
  terminalElsewhere: 'as-the-path',
  spawnIntoForeground: 'ENOSYS',
  nothingChanged: 'silent',
  terminalLimits: 'of-no-file',
}
