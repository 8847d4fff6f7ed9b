import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { valuesOfChoices } from '../model/values.js'
import { choiceDocs } from './choice-docs.js'
import type { Explanation } from './explanation.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')

function explain(...args: string[]) {
  return execa(process.execPath, [main, 'explain', ...args], { reject: false })
}

t.test('every choice is spoken of', async t => {
  const docs = choiceDocs()
  for (const choice of valuesOfChoices().keys()) t.ok(docs.get(choice), choice)
})

t.test('profiles that show the same stand together, and what decides is named', async t => {
  const profiles = ['--profile', 'linux', '--profile', 'posix', '--profile', 'musl']
  const text = await explain('lifetime/master-after-the-last-slave-close', ...profiles)
  t.equal(text.exitCode, 0, text.stderr)
  t.match(text.stdout, /^lifetime\/master-after-the-last-slave-close: .+\n {2}level open\n/)
  t.match(text.stdout, /^ {4}-1 EIO {4}# linux, musl$/m)
  t.match(text.stdout, /^ {2}masterReadWithoutSlave: XSH read on a master/m)
  t.match(text.stdout, /^ {4}"EIO" {4}# linux, musl$/m)
  const json = await explain('lifetime/master-after-the-last-slave-close', ...profiles, '--json')
  const found = JSON.parse(json.stdout) as Explanation
  t.ok(found.steps.some(({ groups }) => groups.length === 2))
})

t.test('a profile without what the case needs, and what is not there', async t => {
  const lacks = await explain('linux/lock/lock-is-shown', '--profile', 'posix')
  t.match(lacks.stdout, /posix: needs linux/)
  t.equal((await explain('nonsense-of-a-name')).exitCode, 3)
  t.equal((await explain('hangup/leader-gets-sighup', '--profile', 'linus')).exitCode, 64)
})
