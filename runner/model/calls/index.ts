/** All calls the model has, by name. */
import type { CallFamily } from '../call.js'
import { byteCalls } from './bytes.js'
import { contentCalls } from './contents.js'
import { descriptorCalls } from './descriptors.js'
import { eventCalls } from './events.js'
import { fileCalls } from './files.js'
import { hostCalls } from './host.js'
import { ioctlCalls } from './ioctl.js'
import { isolationCalls } from './isolation.js'
import { kqueueCalls } from './kqueue.js'
import { lookCalls } from './looks.js'
import { nameCalls } from './names.js'
import { ownerCalls } from './owners.js'
import { processCalls } from './processes.js'
import { programCalls } from './programs.js'
import { ptyCalls } from './pty.js'
import { signalCalls } from './signals.js'
import { terminalCalls } from './terminal.js'
import { transferCalls } from './transfers.js'
import { userCalls } from './users.js'
import { waitingCalls } from './waiting.js'

export const modelledCalls: CallFamily = {
  ...ptyCalls,
  ...nameCalls,
  ...terminalCalls,
  ...ioctlCalls,
  ...kqueueCalls,
  ...byteCalls,
  ...transferCalls,
  ...descriptorCalls,
  ...lookCalls,
  ...ownerCalls,
  ...fileCalls,
  ...contentCalls,
  ...processCalls,
  ...userCalls,
  ...programCalls,
  ...signalCalls,
  ...waitingCalls,
  ...eventCalls,
  ...isolationCalls,
  ...hostCalls,
}
