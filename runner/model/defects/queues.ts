/** Defects of the queues between the ends, of flow control, flushing and polling. */
import type { Defect } from './defect.js'

export const queues: readonly Defect[] = []
