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
  /** XBD 11.2.4: character size and parity of a pty: kept as asked, or forced to CS8 (pty_set_termios()). */
  readonly characterSize: 'kept' | 'eight'
  /** XSH tcsetattr, ERRORS: none of the changes asked for was made. */
  readonly nothingChanged: 'EINVAL' | 'silent'
}
