/** What a served host reads and writes is what a host reads and writes. */
import { join } from 'node:path'
import t from 'tap'
import type { Transcript } from '../implementation.js'
import { linux } from '../model/profiles/linux.js'
import { reference } from '../model/reference.js'
import { AnswerReader } from '../remote/answers.js'
import { encodeProgram } from '../remote/protocol.js'
import { loadSuites } from '../suite/load.js'
import { doneText, helloText, transcriptText } from './answer.js'
import { readProgram } from './program.js'

const { suites } = await loadSuites([join(import.meta.dirname, '..', '..', 'suites')])
const cases = suites.flatMap(suite => suite.cases)
const options = { jobs: 3, timeoutFactor: 1.5 }

/** Which rounds may be told as one rests on what is expected, and that does not travel. */
const withoutVarying = (program: string) => program.replace(/^vary\t.*\n/gm, '').split('\n')

async function playedOf(list: typeof cases): Promise<Map<string, Transcript>> {
  const transcripts = new Map<string, Transcript>()
  await reference(linux).play(list, options, one => transcripts.set(one.case, one))
  return transcripts
}

t.test('every case survives the way to a host', async t => {
  const sent = encodeProgram(cases, options)
  const program = readProgram(sent)
  t.match(program, options)
  t.equal(program.cases.length, cases.length)
  t.same(withoutVarying(encodeProgram(program.cases, options)), withoutVarying(sent))
})

t.test(
  'every case plays there as it does here, and every transcript survives the way back',
  async t => {
    const here = await playedOf(cases)
    const program = readProgram(encodeProgram(cases, options))
    const there = await playedOf([...program.cases])
    const reader = new AnswerReader('lab', 'abc')
    reader.expect(cases)
    const facts = {
      identity: { system: 'x' },
      settings: linux.settings,
      aliases: [['EAGAIN', 'EWOULDBLOCK']],
    }
    const text = [
      helloText('abc', facts),
      ...program.cases.map(({ id, repeat }) => {
        const transcript = there.get(id)
        return transcript ? transcriptText(id, transcript, repeat) : t.fail(id)
      }),
      doneText(['a pair']),
    ].join('')
    const answers = [...reader.feed(Buffer.from(text))]
    t.match(answers, [{ kind: 'hello' }, { kind: 'ready', ...facts }])
    t.match(answers.slice(-2), [{ kind: 'left', what: 'a pair' }, { kind: 'done' }])
    const rounded = (transcript: Transcript | undefined) => ({
      ...transcript,
      lines: transcript?.lines.map(line => ({
        ...line,
        took: Number((line.took ?? 0).toFixed(6)),
      })),
    })
    for (const answer of answers) {
      if (answer.kind !== 'transcript') continue
      const { rounds, ...transcript } = answer.transcript
      const of = cases[answer.number]
      t.same(rounded(transcript), rounded(here.get(of?.id ?? '')), of?.id ?? '')
      const isPlayed = !transcript.unsupported && !transcript.trouble
      t.equal(rounds?.same, isPlayed && of?.repeat ? of.repeat : undefined)
    }
  },
)

t.test('rounds that differ', async t => {
  const [of] = cases.filter(({ repeat = 1 }) => repeat === 1)
  if (!of) throw new Error('no case')
  const line = { step: 0, kind: 'step', who: '', seen: { kind: 'unfinished' } } as const
  const rounds = { played: 5, same: 4, others: [{ first: 2, count: 1, lines: [line] }] }
  const reader = new AnswerReader('lab', 'abc')
  reader.expect([{ ...of, repeat: 5 }])
  const transcript = { case: of.id, digest: of.digest, lines: [line], rounds, left: ['x'] }
  const text = `${helloText('abc', { identity: {}, settings: {}, aliases: [] })}${transcriptText('0', transcript, 5)}`
  t.match([...reader.feed(Buffer.from(text))].at(-1), { kind: 'transcript', transcript })
})

t.test('what is no program', async t => {
  for (const bad of ['need\troot\ngo\n', 'case\t0\t10\t0\t1\t0\nfly\t0\t-\ngo\n'])
    t.throws(() => readProgram(bad))
})
