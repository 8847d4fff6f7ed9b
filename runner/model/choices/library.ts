/** Choices of the C library alone. */
export interface LibraryChoices {
  /** XSH sysconf and fpathconf: what the library says of these limits, whatever the kernel has room for. */
  readonly limits: Readonly<Record<string, number>>
  /** XSH fpathconf, ERRORS: whether terminals alone have theirs, or the library looks at no file (glibc, fpathconf.c). */
  readonly terminalLimits: 'of-terminals' | 'of-anything'
}
