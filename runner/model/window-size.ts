/** The window size a terminal keeps for its programs (XBD <termios.h>, struct winsize), and whom a change signals. */
import type { StructValue } from '../suite/suite.js'
import type { Profile } from './profile.js'
import { number, struct } from './show.js'

export interface WindowSize {
  readonly ws_row: number
  readonly ws_col: number
  readonly ws_xpixel: number
  readonly ws_ypixel: number
}

export const noWindow: WindowSize = { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 }

export function showWindowSize(size: WindowSize): StructValue {
  const { ws_row, ws_col, ws_xpixel, ws_ypixel } = size
  return struct({
    ws_row: number(ws_row),
    ws_col: number(ws_col),
    ws_xpixel: number(ws_xpixel),
    ws_ypixel: number(ws_ypixel),
  })
}

/** Whether the foreground process group hears of it: SIGWINCH. */
export function isChangeTold(
  before: WindowSize,
  after: WindowSize,
  { windowSignal }: Profile,
): boolean {
  const changed = (Object.keys(after) as (keyof WindowSize)[]).filter(
    field => after[field] !== before[field],
  )
  const isTold = {
    changed: changed.length > 0,
    'cells-changed': changed.includes('ws_row') || changed.includes('ws_col'),
    always: true,
    never: false,
  }
  return isTold[windowSignal]
}
