/** Choices about the line discipline: what becomes of a byte between master and slave. */
export interface DisciplineChoices {
  /** XBD 11.1.7: non-blocking read() in non-canonical mode without data. */
  readonly emptyRawRead: 'EAGAIN' | 'end-of-file'
  /** XBD 11.1.9: an end-of-file mark that is still there when canonical mode ends. */
  readonly markInRawMode: 'vanishes' | 'nul'
  /** A read of just the bytes before an end-of-file mark; canon_copy_from_read_buf(). */
  readonly exactReadTakesMark: boolean
}
