/** What a byte is, as the line discipline sees it: Latin-1, as the kernel's own ctype has it. */
import type { Termios } from './termios.js'

export const isControl = (byte: number): boolean => byte < 32 || byte === 127

/** A later byte of a UTF-8 character, where the terminal knows of them. */
export const isContinuation = (byte: number, termios: Termios): boolean =>
  termios.iflag.names.has('IUTF8') && (byte & 0xc0) === 0x80

export const isUpper = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x5a) || (byte >= 0xc0 && byte <= 0xde && byte !== 0xd7)

const isLower = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) || (byte >= 0xdf && byte <= 0xff && byte !== 0xf7)

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

export const isBlank = (byte: number): boolean => byte === 0x20 || byte === 9

export const lowerCase = (byte: number): number => (isUpper(byte) ? byte + 32 : byte)

/** The two small letters without a capital stay. */
export const upperCase = (byte: number): number =>
  isLower(byte) && byte !== 0xdf && byte !== 0xff ? byte - 32 : byte

/** Letters, digits and the underscore: what WERASE takes for a word. */
export const isWord = (byte: number): boolean =>
  isUpper(byte) || isLower(byte) || isDigit(byte) || byte === 0x5f

export function bytesFrom(bytes: ArrayLike<number>): Uint8Array {
  return bytes instanceof Uint8Array ? bytes : Uint8Array.from(bytes)
}
