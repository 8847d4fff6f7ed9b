/** Choices about the line discipline: what becomes of a byte between master and slave. */
export interface DisciplineChoices {
  /** XBD 11.1.7: non-blocking read() in non-canonical mode without data. */
  readonly emptyRawRead: 'EAGAIN' | 'end-of-file'
  /** XSH read, ERRORS, EFAULT: what is lost of the input; ureadc() hands out one byte, ttyinq_read_uio() many. */
  readonly invalidBuffer: 'costs-nothing' | 'costs-a-byte' | 'costs-all'
  /** XBD 11.1.9: an end-of-file mark that is still there when canonical mode ends. */
  readonly markInRawMode: 'vanishes' | 'nul' | 'character'
  /** A read of just the bytes before an end-of-file mark; canon_copy_from_read_buf(). */
  readonly exactReadTakesMark: boolean
  /** XBD 11.1.6: a line is ended by what ended lines when it was typed, or when it is read; ttread(). */
  readonly lineEnds: 'as-typed' | 'as-read'
  /** XBD 11.1.6: how many lines one read() gives. */
  readonly linesPerRead: 'one' | 'all'
  /**
   * XBD 11.1.9, EOF: what the character does; or it is read with its line, or is like any other; or it ends what was typed
   * and is nothing on an empty line (gVisor, queue.go: a read of no bytes goes on waiting).
   */
  readonly endOfFile: 'ends-line' | 'ends-what-is-typed' | 'is-read-too' | 'is-a-byte'
  /** XBD 11.1.6: whether lines are looked at while another waits for its reader; gVisor's inputQueueTransformer takes one. */
  readonly typedAhead: 'all-lines' | 'one-line'
  /** XSH tcsetattr leaves open what becomes of input when ICANON goes on; ttydisc_canonicalize(), ttypend(). */
  readonly inputAtModeSwitch: 'readable' | 'cut-again' | 'typed-again'
  /** XBD 11.1.7: the next read() when ICANON went off and nothing was typed. */
  readonly emptyAtModeSwitch: 'waits' | 'end-of-file'
  /** FIONREAD in canonical mode; ttnread() counts end-of-file characters, ttydisc_bytesavail() the first line alone. */
  readonly countedInput: 'lines' | 'first-line' | 'with-marks' | 'with-part'
  /** XBD 11.1.7, MIN: bytes of a read that ends early: given to it, or left for the next; ttread(). */
  readonly belowMin: 'given' | 'left'
  /** XBD 11.1.7, case A: the timer restarts with each byte; ttydisc_read_raw_read_timer() sets it once. */
  readonly timer: 'restarts' | 'runs-on'
  /** XBD 11.1.7, cases C and D: MIN 0. */
  readonly readWithoutMin: 'returns' | 'waits'

  /**
   * EXTPROC, input that somebody else has edited: bytes that can be read as they come (n_tty_read(),
   * copy_from_read_buf()), or lines that newline, EOL and EOF still end (ttyinput(), whose ttyoutput() then also leaves
   * tabs as they are).
   */
  readonly editedInput: 'bytes' | 'lines'
  /** Special characters that can be set and do nothing; MIN and TIME then stand for 1 and 0. */
  readonly idleCharacters: readonly string[]
  /** Modes of input, output and the terminal that can be set and do nothing; gVisor's line_discipline.go asks for a dozen. */
  readonly idleModes: readonly string[]
  /** XBD 11.2.5, ISIG: when INTR, QUIT and SUSP act. */
  readonly signalCharacters: 'with-ISIG' | 'always' | 'in-canonical-mode'
  /** XBD 11.2.5, NOFLSH: whether a signal character throws away input and output. */
  readonly signalFlush: 'unless-NOFLSH' | 'never' | 'always'
  /** SUSP throws away output, too, or input alone; ttyinput(). */
  readonly suspendFlush: 'input-and-output' | 'input'
  /** XBD 11.1.9, STOP: whether a signal character sets output going again; isig(). */
  readonly signalStarts: boolean
  /** LNEXT: where the next character is taken literally; n_tty_receive_char_special(). */
  readonly literalNext: 'in-canonical-mode' | 'always'
  /** The flag that LNEXT is shown with as a caret that the next character replaces. */
  readonly literalShown: 'ECHOCTL' | 'ECHOE'
  /** XCASE: whether capitals and what is not on such a keyboard are written behind a backslash; ttyinput(), ttyoutput(). */
  readonly xcase: 'idle' | 'escapes'
  /** OLCUC: what becomes capital, all output, or echo alone; ttwrite() of OpenBSD hands ordinary bytes on as they are. */
  readonly capitals: 'all' | 'echoed'
  /** IUCLC: with IEXTEN, or in canonical mode alone; n_tty_receive_char(), ttyinput(). */
  readonly lowerCased: 'with-IEXTEN' | 'in-lines'
  /** What WERASE takes for a word; eraser(), ttydisc_rubword(). */
  readonly word: 'letters-and-digits' | 'no-blanks'

  /** Echo of EOF; ttydisc_echo_force(). */
  readonly echoedEndOfFile: 'nothing' | 'backed-over'
  /** Control characters that ECHOCTL leaves as they are, besides tab and newline; CTL_ECHO. */
  readonly echoedAsIs: readonly number[]
  /** Echo while output is stopped or full; n_tty.c keeps it, ttyoutq_write_nofrag() fails. */
  readonly echoWithoutRoom: 'waits' | 'lost'
  /** How ECHOE wipes: column by column, or by the fewest bytes; ttydisc_rubchar(). */
  readonly rubOut: 'by-column' | 'shortest'
  /** XBD 11.2.3, TAB3: spaces up to the next stop, or always eight (gVisor, outputQueueTransformer). */
  readonly expandedTab: 'to-the-stop' | 'eight-spaces'
  /** How far ECHOE goes back over a tab. */
  readonly erasedTab: 'its-width' | 'one-column'
  /** ERASE when output came since the line was typed; ttyrub() shows what is left of it on a new line. */
  readonly eraseAfterOutput: 'as-ever' | 'reprinted'
  /** XBD 11.2.5, ECHOK: flags with which KILL wipes the line off the screen instead. */
  readonly killRubsOut: readonly string[]
  /** REPRINT: the line, or also lines that were not read; ttyretype(). */
  readonly reprinted: 'line' | 'all-input'
}
