/** Defects of how pairs are had, numbered, named and owned, and of devpts. */
import type { Defect } from './defect.js'

export const nodes: readonly Defect[] = []
