import t from 'tap'
import { caseRecordOf } from '../case-record.js'
import { judge } from '../judge.js'
import { defects } from '../model/defects/index.js'
import { profiles } from '../model/profiles/index.js'
import { predict } from '../model/reference.js'
import type { Played } from '../result.js'
import type { Case } from '../suite/suite.js'
import { backgroundOf } from './background.js'
import { caseNamed, selectCases } from './select.js'

const cases = await selectCases({})
const background = backgroundOf(cases)

/** A host that does what the model does with this changed. */
function hostLike(of: Case, profile: string, change: object, settings = {}): Played {
  const base = profiles[profile]
  if (!base) throw new Error(`no profile ${profile}`)
  const predicted = predict(of, { ...base, ...change }, settings)
  const [transcript] = 'notPredicted' in predicted ? [] : predicted
  if (!transcript) throw new Error(`${of.id} cannot be played`)
  const result = judge(of, transcript, { strict: false })
  const unknown = { release: '', machine: '', libc: '', compiler: '', probe: '' }
  return {
    name: `like-${profile}`,
    identity: { name: 'x', kind: 'host', system: 'Linux', settings, ...unknown },
    results: [{ ...result, prediction: 'surprise', profile }],
    left: [],
    complete: true,
  }
}

t.test('a defect is known by what it shows', async t => {
  const of = caseNamed('lifetime/last-words-arrive', cases)
  const defect = defects.find(({ id }) => id === 'eof-slave-close-discards')
  if (!defect) throw new Error('that defect is gone')
  const host = hostLike(of, 'linux', defect.change)
  const [result] = host.results
  if (!result) throw new Error('no result')
  const likenesses = background.likenesses(caseRecordOf(of), result, host)
  t.match(
    likenesses.filter(({ kind }) => kind === 'defect'),
    [{ id: 'eof-slave-close-discards', seen: defect.seen, cite: defect.cite }],
  )
  const plain = hostLike(of, 'linux', {})
  t.notMatch(background.likenesses(caseRecordOf(of), { ...result, ...plain.results[0] }, plain), [
    { id: 'eof-slave-close-discards' },
  ])
})

t.test('what decides between two systems is named, a setting too', async t => {
  const of = caseNamed('access/slave-has-mode-0620', cases)
  const [usual, strict] = ['0620', '0600'].map(mode => ({
    ...hostLike(of, 'linux', {}, { 'devpts.mode': mode }),
    name: `mode ${mode}`,
  }))
  if (!usual || !strict) throw new Error('no hosts')
  t.same(background.deciding(caseRecordOf(of), [usual, strict]), [
    {
      name: 'devpts.mode',
      doc: '',
      values: [
        { value: '0620', names: ['mode 0620'] },
        { value: '0600', names: ['mode 0600'] },
      ],
    },
  ])
  t.same(background.deciding(caseRecordOf(of), [usual, usual]), [])
})

t.test('what decides between two profiles is a choice, with what it means', async t => {
  const of = caseNamed('poll/hangup-excludes-writing', cases)
  const bsd = { ...hostLike(of, 'freebsd', {}), name: 'bsd' }
  t.match(background.deciding(caseRecordOf(of), [hostLike(of, 'linux', {}), bsd]), [
    {
      name: 'slavePollWithoutMaster',
      doc: /^XSH poll/,
      values: [{ names: ['like-linux'] }, { names: ['bsd'] }],
    },
  ])
})

t.test('of a case that is another one by now nothing is known', async t => {
  const of = caseNamed('lifetime/last-words-arrive', cases)
  const record = { ...caseRecordOf(of), digest: 'other' }
  const host = hostLike(of, 'linux', {})
  t.equal(background.program(record), undefined)
  t.same(background.modelled(record, []), [])
  t.same(background.deciding(record, [host]), [])
  t.match(background.program(caseRecordOf(of)), { source: /last-words-arrive/ })
})
