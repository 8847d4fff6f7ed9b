/** Choices about the parameters of a terminal: those of a fresh one, and which can be set. */
export interface TermiosChoices {
  /** XBD 11.2: the parameters of a fresh slave are implementation-defined; tty_std_termios. */
  readonly inputModes: readonly string[]
  readonly outputModes: readonly string[]
  readonly controlModes: readonly string[]
  readonly localModes: readonly string[]
  readonly speed: string
  /** c_cc of a fresh slave by name, as numbers. */
  readonly controlCharacters: Readonly<Record<string, number>>
  /** _POSIX_VDISABLE. */
  readonly disabledCharacter: number
  /** XBD 11.2.4: character size and parity of a pty: kept as asked, forced to CS8 (pty_set_termios()), or refused but for CS8. */
  readonly characterSize: 'kept' | 'eight' | 'EINVAL'
  /** Modes that tcsetattr() leaves as they are: TTYSUP_LFLAG, and EXTPROC where it is TIOCEXT's. */
  readonly fixedModes: readonly string[]
  /** XSH cfsetospeed: B0 on a pair is kept, or taken for the least speed (ttydevsw_defparam()); or tells the leader (ttioctl()). */
  readonly speedZero: 'kept' | 'least' | 'signals-leader' | 'EINVAL'
  /** XSH cfsetispeed: kept beside the output's speed, or one speed for both (Linux speaks of c_cflag's CBAUD alone). */
  readonly inputSpeed: 'own' | 'of-output'
  /** XSH tcsetattr: which actions there are, and whether TCSAFLUSH throws input away. */
  readonly settingActions: 'all' | 'at-once'
  readonly settingFlush: 'input' | 'nothing'
  /** One set of parameters and one size for both ends, or one for each. */
  readonly parameters: 'of-the-pair' | 'of-each-end'
  /** XSH tcgetwinsize: the size that nobody has set yet. */
  readonly unsetWindowSize: 'zeros' | 'EINVAL'
  /** XSH tcsetattr, ERRORS: none of the changes asked for was made. */
  readonly nothingChanged: 'EINVAL' | 'silent'
  /** cfmakeraw(3): modes it clears, and modes it sets besides CS8. */
  readonly clearedForRaw: readonly string[]
  readonly setForRaw: readonly string[]
}
