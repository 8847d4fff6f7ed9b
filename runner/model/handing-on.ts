/** How the bytes of one write get to the other side. */
import type { Kernel } from './kernel.js'
import type { Profile } from './profile.js'

/** Bytes of one write() that are handed on at a time; iterate_tty_write(). Nobody sees it where bytes lie in a row. */
const WRITE_PIECE = 2048

/** Hands a write on in pieces until one is not taken whole, and says how many bytes were taken. */
export function handOn(
  kernel: Kernel,
  bytes: Uint8Array,
  room: number,
  { put, push }: { put(piece: Uint8Array): number; push(): void },
): number {
  const isTakenMeanwhile = bytes.length <= room || kernel.takesDuringWrite
  let done = 0
  while (done < bytes.length) {
    const piece = bytes.subarray(done, done + WRITE_PIECE)
    const taken = put(piece)
    done += taken
    if (isTakenMeanwhile) push()
    if (taken < piece.length) break
  }
  push()
  return done
}

/** What arrives of bytes. */
export function carriedOf<T extends Uint8Array | readonly number[]>(
  bytes: T,
  { carried }: Profile,
): T {
  if (carried === 'all') return bytes
  return (
    carried === 'no-nul' ? bytes.filter(byte => byte !== 0) : bytes.map(byte => byte & 0x7f)
  ) as T
}
