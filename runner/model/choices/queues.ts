/** Choices about what lies between the ends: how much, how it is handed on, flushed, drained and stopped. */
export interface QueueChoices {
  /** XBD 11.1.5: {MAX_INPUT}, bytes the discipline holds. */
  readonly inputLimit: number
  /** Bytes there at which a writer waits, where a reader has something to read; ptcwrite() keeps a reserve. */
  readonly writerLimit: number
  /** Bytes of output that the master can read; tty_watermarks(). */
  readonly outputLimit: number
  /** Memory for input and output comes in blocks of so many bytes, and is free again block by block; ttyinq_bytesleft(). */
  readonly inputBlock: number
  readonly outputBlock: number
  /**
   * XBD 11.1.6: what happens to a line that is too long; n_tty_receive_buf_common(). Its newline may be thrown away as
   * the bytes before it were, and with IMAXBEL each of them rings (ttydisc_rint()); without IMAXBEL ttyinput() flushes
   * all there is. Or the writer waits for a reader, who waits for the newline.
   */
  readonly longLine:
    | 'last-byte-replaced'
    | 'discarded'
    | 'newline-too'
    | 'newline-too-or-flushed'
    | 'writer-waits'
  /** What lies between writer and reader besides: so many bytes, chunks of memory (tty_buffer.c), or nothing. */
  readonly transit: 'bytes' | 'chunks' | 'none'
  /** Bytes, or memory in use, beyond which no more is taken; tty_buffer_set_limit(). */
  readonly transitLimit: number
  /** Whether the other side takes bytes while a write() still goes on; flush_to_ldisc() runs in a worker. */
  readonly takesDuringWrite: 'yes' | 'no' | 'either'
  /** XSH tcflush, TCOFLUSH: data written but not transmitted; whether this reaches what the master could read. */
  readonly outputFlush: 'all-unread' | 'in-transit'
  /** XSH tcflush, TCIFLUSH: input of a line that is not ended yet goes as well. */
  readonly inputFlush: 'all' | 'whole-lines'
  /** tcflush() and tcflow() on the master: TCIFLUSH is for the output of the slave, or for the slave's input. */
  readonly masterFlush: 'output' | 'input'
  /** XSH tcdrain: whether bytes the master has not read count as transmitted. */
  readonly drain: 'until-read' | 'at-once' | 'for-ever'
  /**
   * XSH tcdrain and sigaction, SA_RESTART: tcdrain() when a handler has run. Where it would go on, ptyioctl() of OpenBSD
   * has ERESTART from ttioctl(), which is -1, and takes that for a request that nobody knows.
   */
  readonly interruptedDrain: 'as-handler-says' | 'EINTR' | 'goes-on' | 'EINTR-or-ENOTTY'
  /**
   * tcsetattr() on a master, which may have to wait for what it should read itself: it waits; or TCSADRAIN and TCSAFLUSH are
   * TCSANOW (ptsdev_ioctl() of FreeBSD); or the output that was not read is thrown away first (ptyioctl() of the others).
   */
  readonly settingThroughMaster: 'waits' | 'at-once' | 'drops-output'
  /** XSH tcflush: which queues TCIFLUSH, TCOFLUSH and TCIOFLUSH are for. */
  readonly flushSelectors: 'as-asked' | 'both-is-output' | 'output-is-both'
  /** XSH tcflow: whether TCOOFF and TCIOFF do anything. */
  readonly flowRequests: 'obeyed' | 'ignored'
  /** TIOCOUTQ: output that the master has not read, or none, as the slave's side keeps nothing back; tty_ioctl(4). */
  readonly unsentOutput: 'unread' | 'none'
  /** XSH write: what becomes of output when there is no room for it. */
  readonly fullOutput: 'waits' | 'overwrites'
  /** XSH write, 0 bytes to a terminal: nothing, or the other side finds an end of file, or it waits for ever (gVisor). */
  readonly emptyWrite: 'nothing' | 'end-of-file' | 'EAGAIN' | 'waits'
  /** XSH read, 0 bytes: nothing, or it waits for ever; gVisor takes none read for none there (outputQueueRead()). */
  readonly emptyRead: 'nothing' | 'waits'
  /** XBD 11.1.7: bytes that pass as they are. */
  readonly carried: 'all' | 'no-nul' | 'seven-bits'
  /** XSH read and write, O_NONBLOCK on a terminal; set on a master, it may not survive the slave's first open. */
  readonly nonBlocking: 'honoured' | 'ignored' | 'forgotten-at-first-open'
  /** XSH poll, POLLIN in non-canonical mode without TIME: MIN bytes, or any; input_available_p(), ttydisc_read_poll(). */
  readonly readyWith: 'min-bytes' | 'any-byte'
  /** XSH poll, POLLOUT of a slave: bytes of output that may be unread; ttsetwater(), filt_ttywrite(). */
  readonly unreadAtMost: number
  /** XSH poll, POLLOUT: whether who waits for room hears of it. */
  readonly roomWakes: boolean
  /**
   * XBD 11.1.9, STOP: whether output written before can still be read by the master. Where it cannot, the slave may go on
   * writing; ttydisc_getc(), ptcread().
   */
  readonly outputAfterStop: 'readable' | 'hidden'
}
