/** One thread of `page-threads.ts`: writes pages until none is left to take. */
import { workerData } from 'node:worker_threads'
import { renderCases } from '../../reports/html.js'
import { backgroundOf } from './background.js'
import { type PagesWork, takeFrom } from './page-threads.js'

const { run, folder, cases, taken } = workerData as PagesWork
await renderCases(run, folder, {
  background: backgroundOf(cases),
  take: () => takeFrom(taken),
})
