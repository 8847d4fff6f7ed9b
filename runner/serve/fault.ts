/** What can go wrong with a host while its probe speaks. */
export const faults = {
  drop: 'the connection is lost half-way',
  stall: 'half-way, nothing more comes',
  garbage: 'half-way, bytes come that mean nothing',
  huge: 'half-way, a line comes that does not end',
  counts: 'half of the cases are missing, and it says that it is done',
  half: 'its output ends within a transcript',
} as const

export type Fault = keyof typeof faults

/** The way a faulty probe goes on, half-way, in place of the text it had to say. */
export interface Speaker {
  write(text: string | Buffer): Promise<void>
  /** Ends it as a program ends that is well. */
  end(): void
  /** Cuts the connection. */
  cut(): void
}

const MEGABYTE = 2 ** 20

/** Says what a host with this fault says in place of the text; it says nothing behind it. */
export async function goWrong(fault: Fault, text: string, to: Speaker): Promise<void> {
  switch (fault) {
    case 'drop':
      await to.write(text.slice(0, text.length / 2))
      return to.cut()
    case 'stall':
      return
    case 'garbage':
      await to.write(Buffer.from('\x1b[2J\x00\xff\x07\r\n'.repeat(99), 'latin1'))
      return to.end()
    case 'huge':
      for (let i = 0; i < 9; i++) await to.write(Buffer.alloc(MEGABYTE, 'x'))
      return to.end()
    case 'counts':
      await to.write('done\n')
      return to.end()
    case 'half':
      await to.write(text.slice(0, text.length / 2))
      return to.end()
  }
}
