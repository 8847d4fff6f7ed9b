/** A conductor plays one case after the other, and nothing of one is there for the next. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { DirectProbe } from '../../fixtures/lab/direct-probe.js'
import { until } from '../../fixtures/lab/until.js'

const direct = new DirectProbe(t, 61_239)
const probe = direct.build()

function childrenOf(pid: number | undefined): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}

/** The lines of the n-th case. */
function numbered(number: number, steps: string): string {
  const [, lines = ''] = direct.program([steps]).split('case\t0')
  return `case\t${number}${lines.replace(/^over\t0$/m, `over\t${number}`)}`
}

t.test('one conductor serves a case after the other, and one that dies is replaced', async t => {
  const child = direct.start(probe)
  const gone = new Promise(resolve => child.once('exit', resolve))
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('latin1')
    if (out.endsWith('\ndone\n')) child.stdin.end()
  })
  const isOver = (number: number) => until(() => out.includes(`\nover\t${number}\n`))
  const conductors = () => childrenOf(childrenOf(child.pid)[0])
  const steps = `act  -  g  1  open  d  -  "/dev/null"  O_RDWR
    act  -  g  1  fork  a  -
    act  a  -  1  sleep  -  -  0`
  child.stdin.write(direct.program([`rounds  3  0\n${steps}`], 'option  jobs  1'))
  await isOver(0)
  const [first = 0] = conductors()
  child.stdin.write(numbered(1, 'act  -  -  1  getuid  -  -'))
  await isOver(1)
  t.same(conductors(), [first], 'the same, and nothing beside it')
  process.kill(first, 'SIGKILL')
  await until(() => !conductors().includes(first))
  child.stdin.write(`${numbered(2, steps)}go\n`)
  await isOver(2)
  await gone
  const records = out.split(/^case\t/m).slice(1)
  t.match(records[0], /^rounds\t3\t1$/m, 'three rounds that looked otherwise')
  t.match(
    records[1],
    /^1\nline\t0\tstep\t-\t\S+\tvalue\t\d+\nover\t1\n$/,
    'nothing of the case before',
  )
  t.match(records[2], /^2\nline[\s\S]*\nover\t2\ndone\n$/)
  t.notMatch(out, /^(trouble|left|rounds\t1)\t/m)
})

t.test('a case whose text is longer than a pipe takes', async t => {
  const name = 'x'.repeat(60)
  const long = Array.from({ length: 1500 }, () => `act  -  -  1  access  -  -  "${name}"  F_OK`)
  const records = await direct.play(probe, [long.join('\n'), long.join('\n')])
  for (const record of records) t.match(record, /^1499 - value -1 ENOENT$/m)
})
