/** Defects of sessions, the controlling terminal, job control and signals. */
import type { Defect } from './defect.js'

export const jobs: readonly Defect[] = []
