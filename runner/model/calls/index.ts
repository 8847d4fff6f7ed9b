/** All calls the model has, by name. */
import type { CallFamily } from '../call.js'
import { byteCalls } from './bytes.js'
import { descriptorCalls } from './descriptors.js'
import { fileCalls } from './files.js'
import { ioctlCalls } from './ioctl.js'
import { isolationCalls } from './isolation.js'
import { processCalls } from './processes.js'
import { ptyCalls } from './pty.js'
import { signalCalls } from './signals.js'
import { terminalCalls } from './terminal.js'
import { waitingCalls } from './waiting.js'

export const modelledCalls: CallFamily = {
  ...ptyCalls,
  ...terminalCalls,
  ...ioctlCalls,
  ...byteCalls,
  ...descriptorCalls,
  ...fileCalls,
  ...processCalls,
  ...signalCalls,
  ...waitingCalls,
  ...isolationCalls,
}
