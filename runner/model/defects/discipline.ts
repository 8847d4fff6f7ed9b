/** Defects of the line discipline. */
import type { Defect } from './defect.js'

export const discipline: readonly Defect[] = []
