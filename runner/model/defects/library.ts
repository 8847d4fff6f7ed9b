/** Defects of the C library. */
import type { Defect } from './defect.js'

export const library: readonly Defect[] = []
