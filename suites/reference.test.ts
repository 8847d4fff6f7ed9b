/** All suites on the reference: it can play them, and the standard as it reads it breaks no demand. */
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { judge } from '../runner/judge.js'
import { notModelled } from '../runner/model/needs.js'
import { linux } from '../runner/model/profiles/linux.js'
import { posix } from '../runner/model/profiles/posix.js'
import { predict } from '../runner/model/reference.js'
import { loadSuites } from '../runner/suite/load.js'

const folder = fileURLToPath(new URL('.', import.meta.url))
const { suites } = await loadSuites([folder])
const cases = suites.flatMap(suite => suite.cases)
const modelled = cases.filter(({ needs }) => !needs.some(need => notModelled.includes(need)))

for (const profile of [posix, linux])
  t.test(
    `the model has what every case needs, but for what it says it lacks: ${profile.name}`,
    t => {
      t.ok(modelled.length > 0)
      for (const of of modelled) t.notMatch(predict(of, profile), { notPredicted: /./ }, of.id)
      t.end()
    },
  )

t.test('what it says it lacks it lacks', t => {
  for (const of of cases.filter(of => !modelled.includes(of)))
    t.match(predict(of, linux), { notPredicted: /./ }, of.id)
  t.end()
})

t.test('a system that does what the standard says passes every case', t => {
  for (const of of cases) {
    const found = predict(of, posix)
    for (const transcript of 'notPredicted' in found ? [] : found) {
      const { verdict, reason } = judge(of, transcript, { strict: true })
      t.not(verdict, 'fail', `${of.id}: ${reason}`)
    }
  }
  t.end()
})
