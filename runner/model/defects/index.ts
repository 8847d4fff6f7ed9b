/** All defects, by the part of the system that has them. */
import { ofClauses } from './clauses.js'
import { closing } from './closing.js'
import type { Defect } from './defect.js'
import { discipline } from './discipline.js'
import { ends } from './ends.js'
import { imagined } from './imagined.js'
import { instances } from './instances.js'
import { jobs } from './jobs.js'
import { library } from './library.js'
import { nodes } from './nodes.js'
import { pairs } from './pairs.js'
import { queues } from './queues.js'
import { requests } from './requests.js'
import { waking } from './waking.js'

export type { Defect } from './defect.js'

export const defects: readonly Defect[] = [
  ...closing,
  ...ends,
  ...discipline,
  ...imagined,
  ...ofClauses,
  ...jobs,
  ...library,
  ...pairs,
  ...nodes,
  ...instances,
  ...queues,
  ...requests,
  ...waking,
]
