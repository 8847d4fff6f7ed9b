/** Defects of the last close of either end. */
import type { Defect } from './defect.js'

export const closing: readonly Defect[] = [
  {
    id: 'eof-slave-close-discards',
    title: 'what was written just before the last slave descriptor closes is lost',
    seen: 'macOS up to 14, terminals of the BSD kind',
    cite: 'pexpect/pexpect#662, JetBrains/pty4j#94',
    change: { outputAtSlaveClose: 'discarded' },
  },
]
