/** One end of a pair, as a description is open on it. */
import type { FileObject } from './file.js'
import type { Terminal } from './terminal.js'

export interface TerminalEnd extends FileObject {
  readonly terminal: Terminal
  readonly side: 'master' | 'slave'
}
