/** One thread of a kill matrix: performs the tasks that it is sent. */
import { parentPort, workerData } from 'node:worker_threads'
import { Observatory } from '../mutants.js'
import type { Case } from '../suite/suite.js'
import { perform, type Task } from './matrix-tasks.js'

const observatory = new Observatory(workerData as readonly Case[])

parentPort?.on('message', (task: Task) => {
  parentPort?.postMessage(perform(observatory, task))
})
