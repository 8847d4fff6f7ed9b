/** Linux with musl as its C library. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

const own = ['call tcgetwinsize', 'call tcsetwinsize']

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
  terminalElsewhere: 'as-the-path',
  spawnIntoForeground: 'ENOSYS',
  nothingChanged: 'silent',
  terminalLimits: 'of-no-file',
}
