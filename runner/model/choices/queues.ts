/** Choices about what lies between the ends: how much, how it is handed on, flushed, drained and stopped. */
export interface QueueChoices {
  /** XBD 11.1.5: {MAX_INPUT}, bytes the discipline holds. */
  readonly inputLimit: number
  /** XBD 11.1.6: what happens to a line that is too long; n_tty_receive_buf_common(). */
  readonly longLine: 'last-byte-replaced' | 'discarded'
  /** What lies between writer and reader besides: so many bytes, or chunks of memory; tty_buffer.c. */
  readonly transit: 'bytes' | 'chunks'
  /** Bytes, or memory in use, beyond which no more is taken; tty_buffer_set_limit(). */
  readonly transitLimit: number
  /** Bytes of one write() that are handed on at a time; iterate_tty_write(). */
  readonly writePiece: number
  /** Whether the other side takes bytes while a write() still goes on; flush_to_ldisc() runs in a worker. */
  readonly takesDuringWrite: 'yes' | 'no' | 'either'
  /** XSH tcflush, TCOFLUSH: data written but not transmitted; whether this reaches what the master could read. */
  readonly outputFlush: 'all-unread' | 'in-transit'
  /** tcflush(TCIFLUSH) on the master: the output of the slave, or the slave's input. */
  readonly masterFlush: 'output' | 'input'
  /** XSH tcdrain: whether bytes the master has not read count as transmitted. */
  readonly drain: 'until-read' | 'at-once'
  /** XBD 11.1.9, STOP: whether output written before can still be read by the master. */
  readonly outputAfterStop: 'readable' | 'hidden'
}
