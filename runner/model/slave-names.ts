/** What slaves are called: below /dev, by the pair's number. */
import type { Profile } from './profile.js'

const FIRST_LETTERS = 'pqrstuvwxyzPQRST'
const SECOND_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** `pts/0`, `ttyp0`, `ttys000`. */
export function slaveName({ slaveNames }: Profile, number: number): string {
  switch (slaveNames) {
    case 'pts/N':
      return `pts/${number}`
    case 'ttysNNN':
      return `ttys${`${number}`.padStart(3, '0')}`
    case 'ttyXY':
      return `tty${letters(number, 16)}`
    case 'ttyXY of 62':
      return `tty${letters(number, SECOND_LETTERS.length)}`
  }
}

/** The master of a slave that has one of its own beside it: `ptyp0` for `ttyp0`. */
export function masterName(slave: string): string {
  return slave.replace(/^tty/, 'pty')
}

function letters(number: number, many: number): string {
  const first = FIRST_LETTERS.charAt(Math.floor(number / many))
  return `${first}${SECOND_LETTERS.charAt(number % many)}`
}
