import fc from 'fast-check'
import t from 'tap'
import { ImplementationError } from '../implementation.js'
import { readSuite } from '../suite/read.js'
import { type Answer, AnswerReader, visible } from './answers.js'

const NONCE = 'abc123'

const { cases } = readSuite(
  'title T\ncase a\ntitle A\ncite C\nlevel open\ngetpid() = 1\ngetppid() = 2\n' +
    'case b\ntitle B\ncite C\nlevel open\nrepeat 2000\ngetpid() = 1\n',
  'suites/x.pty',
).suite

const hello = `ptycheck-probe\t2\t${NONCE}\n`
const facts =
  'identity\tsystem\tLinux\nsetting\tdevpts.mode\t0620\nalias\tEAGAIN\tEWOULDBLOCK\nready\n'
const first =
  'case\t0\nline\t0\tstep\t-\t0.25\tvalue\t-1 EIO\nline\t0\tback\treader\t-\tstopped\nleft\tpair 3\nover\t0\n'
const second = 'case\t1\nunsupported\tcall revoke\nover\t1\n'
const last = 'left\tmount /x\ndone\n'
const whole = `Welcome!\n${hello}${facts}${second}${first}${last}`

function feed(chunks: readonly (string | Uint8Array)[], reader = begin()): Answer[] {
  const answers: Answer[] = []
  for (const chunk of chunks) answers.push(...reader.feed(Buffer.from(chunk)))
  return answers
}

function begin(): AnswerReader {
  const reader = new AnswerReader('host', NONCE)
  reader.expect(cases)
  return reader
}

function refusal(text: string): ImplementationError | undefined {
  try {
    feed([text])
    return undefined
  } catch (error) {
    if (error instanceof ImplementationError) return error
    throw error
  }
}

t.test('a whole answer', async t => {
  const reader = begin()
  t.same(feed([whole], reader), [
    { kind: 'hello' },
    {
      kind: 'ready',
      identity: { system: 'Linux' },
      settings: { 'devpts.mode': '0620' },
      aliases: [['EAGAIN', 'EWOULDBLOCK']],
    },
    {
      kind: 'transcript',
      number: 1,
      transcript: {
        case: 'x/b',
        digest: cases[1]?.digest,
        lines: [],
        unsupported: ['call revoke'],
      },
    },
    {
      kind: 'transcript',
      number: 0,
      transcript: {
        case: 'x/a',
        digest: cases[0]?.digest,
        lines: [
          { step: 0, kind: 'step', who: '', seen: { kind: 'value', text: '-1 EIO' }, took: 0.25 },
          { step: 0, kind: 'back', who: 'reader', seen: { kind: 'stopped', signal: '' } },
        ],
        left: ['pair 3'],
      },
    },
    { kind: 'left', what: 'mount /x' },
    { kind: 'done' },
  ])
  t.equal(reader.banner, 'Welcome!')
  t.equal(reader.missing(), undefined)
})

t.test('where the bytes are cut makes no difference', async t => {
  const once = feed([whole])
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 20 }), places => {
      const cuts = [0, ...places.sort((a, b) => a - b), whole.length]
      const chunks = cuts.slice(1).map((cut, index) => whole.slice(cuts[index], cut))
      t.strictSame(feed(chunks), once)
    }),
    { numRuns: 50 },
  )
  t.strictSame(feed([...whole]), once)
})

t.test('everything a line can show', async t => {
  const table: [text: string, seen: unknown][] = [
    ['value\t"a\\n"', { kind: 'value', text: '"a\\n"' }],
    ['value\t', { kind: 'value', text: '' }],
    ['unfinished', { kind: 'unfinished' }],
    ['stopped\tSIGTTIN', { kind: 'stopped', signal: 'SIGTTIN' }],
    ['signal\tSIGHUP', { kind: 'signal', signal: 'SIGHUP', delivered: true }],
    ['nosignal\tSIGHUP', { kind: 'signal', signal: 'SIGHUP', delivered: false }],
    ['exited\t3', { kind: 'exited', detail: '3' }],
    ['killed\tSIGKILL', { kind: 'killed', detail: 'SIGKILL' }],
    ['running', { kind: 'running' }],
    ['not-reached', { kind: 'not-reached' }],
    ['refused\tnot here', { kind: 'refused', why: 'not here' }],
    ['no-time', { kind: 'no-time' }],
  ]
  for (const [text, seen] of table) {
    const answers = feed([`${hello}ready\ncase\t0\nline\t1\tstep\ta|b\t-\t${text}\nover\t0\n`])
    const told = answers.find(answer => answer.kind === 'transcript')
    t.same(told?.transcript.lines[0], { step: 1, kind: 'step', who: 'a|b', seen }, text)
  }
})

t.test('what cannot be right is refused with a sentence', async t => {
  const head = `${hello}ready\n`
  const table: [text: string, says: RegExp][] = [
    [`ptycheck-probe\t1\t${NONCE}\n`, /protocol 1 where this ptycheck speaks 2/],
    [`${hello}alias\tEAGAIN\n`, /no fact/],
    [`${hello}alias\tEAGAIN\tan error\n`, /no fact/],
    [`${hello}what\n`, /no fact about the host: "what"/],
    [`${hello}identity\tSYSTEM\tx\n`, /no fact/],
    [`${head}case\t2\n`, /a case that was not asked for: "case\\t2"/],
    [`${head}case\t-1\n`, /not asked for/],
    [`${head}${second}case\t1\n`, /not asked for/],
    [`${head}line\t0\tstep\t-\t-\tvalue\t0\n`, /says nothing/],
    [`${head}case\t0\nline\t2\tstep\t-\t-\tvalue\t0\n`, /does not belong/],
    [`${head}case\t0\nline\t0\tstep\t-\t1e9\tvalue\t0\n`, /does not belong/],
    [`${head}case\t0\nline\t0\tstep\t-\t-1\tvalue\t0\n`, /does not belong/],
    [`${head}case\t0\nline\t0\tstep\tA b\t-\tvalue\t0\n`, /does not belong/],
    [`${head}case\t0\nline\t0\tjump\t-\t-\tvalue\t0\n`, /does not belong/],
    [`${head}case\t0\nline\t0\tstep\t-\t-\tvalue\t0\t1\n`, /does not belong/],
    [`${head}case\t0\nline\t0\tstep\t-\t-\tdreamt\n`, /does not belong/],
    [`${head}case\t0\nline\t0\tstep\t-\t-\tkilled\tme\n`, /does not belong/],
    [`${head}case\t0\ntrouble\tnetwork\tx\n`, /does not belong/],
    [`${head}case\t0\nover\t1\n`, /does not belong/],
    [`${head}case\t0\ncase\t1\n`, /does not belong/],
    [`${head}case\t0\nline\t0\tstep\t-\t-\tvalue\t\x1b[2J\n`, /not printable: ".*\\x1b\[2J"/],
    [`${head}done\n`, /"done" after 0 of 2 cases/],
    [`${head}${first}${second}done\nmore\n`, /more after "done"/],
    [`${head}${'x'.repeat(9 * 2 ** 20)}`, /a line of more than/],
    ['x\n'.repeat(2 ** 20), /and no hello: "x\\nx/],
  ]
  for (const [text, says] of table) {
    const error = refusal(text)
    t.match(error?.message, says)
    t.match(error?.message, /^host: [ -~]+$/, 'is printable and says where')
  }
})

const line = (text: string) => `line\t0\tstep\t-\t-\tvalue\t${text}\n`
const seenAs = (text: string) => [
  { step: 0, kind: 'step', who: '', seen: { kind: 'value', text } } as const,
]

t.test('rounds of a repeated case, each look once', async t => {
  const rounds = `rounds\t30\t25\nround\t3\t4\n${line('1')}round\t0\t1\n`
  const answers = feed([`${hello}ready\ncase\t1\n${line('0')}${rounds}over\t1\n`])
  const told = answers.find(answer => answer.kind === 'transcript')
  t.same(told?.transcript.lines, seenAs('0'))
  t.same(told?.transcript.rounds, {
    played: 30,
    same: 25,
    others: [
      { first: 3, count: 4, lines: seenAs('1') },
      { first: 0, count: 1, lines: [] },
    ],
  })
})

t.test('rounds that do not add up are refused', async t => {
  const looks = (count: number) =>
    Array.from({ length: count }, (_, i) => `round\t${i + 2}\t1\n${line('1')}`).join('')
  const table = [
    `rounds\t30\t25\n`,
    `rounds\t2001\t2001\n`,
    `rounds\t2\t0\nround\t1\t2\n`,
    `rounds\t30\t30\nrounds\t30\t30\n`,
    `rounds\t30\t29\nround\t31\t1\n`,
    `rounds\t30\t29\nround\t2\t0\n`,
    `rounds\t30\t28\nround\t3\t1\nround\t2\t1\n`,
    `rounds\t30\t28\nround\t0\t1\nround\t2\t1\n`,
    `rounds\t30\t29\nround\t0\t1\n${line('1')}`,
    `rounds\t2000\t975\n${looks(1025)}`,
    `round\t2\t1\n`,
  ]
  for (const rounds of table)
    t.match(
      refusal(`${hello}ready\ncase\t1\n${line('0')}${rounds}over\t1\n`)?.message,
      /does not belong to a transcript/,
      rounds,
    )
})

t.test('what came before the mistake was given', async t => {
  const given: string[] = []
  t.throws(() => {
    for (const answer of begin().feed(Buffer.from(`${hello}ready\n${first}nonsense\n`)))
      given.push(answer.kind)
  }, ImplementationError)
  t.same(given, ['hello', 'ready', 'transcript'])
})

t.test('a hello stands behind a banner without newline, and only with our word', async t => {
  t.same(feed([`Prompt> ${hello}`]), [{ kind: 'hello' }])
  const reader = begin()
  t.same(feed(['ptycheck-probe\t2\tother\nSorry, no logins\x07'], reader), [])
  t.equal(reader.missing(), 'the probe never said hello')
  t.equal(reader.banner, 'ptycheck-probe\\t2\\tother\\nSorry, no logins\\x07')
})

t.test('an end that came too early says how far it got', async t => {
  const after = (text: string) => {
    const reader = begin()
    feed([text], reader)
    return reader.missing()
  }
  t.equal(after(''), 'the probe never said hello')
  t.equal(after(hello), 'the probe stopped before it was ready')
  t.equal(after(`${hello}ready\n${first}case\t1\n`), 'the probe stopped after 1 of 2 cases')
})

t.test('any bytes whatever are read or refused', async () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.constantFrom(...whole.split(/(?<=\n)/), ...whole.split(/(?<=[\t\n])/)).map(Buffer.from),
  )
  const stages = fc.constantFrom('', hello, hello + facts, `${hello}${facts}case\t0\n`)
  fc.assert(
    fc.property(stages, fc.array(pieces, { maxLength: 30 }), (head, chunks) => {
      try {
        feed([head, ...chunks])
      } catch (error) {
        if (!(error instanceof ImplementationError)) throw error
        if (!/^[ -~]+$/.test(error.message)) throw new Error('unprintable message')
      }
    }),
    { numRuns: 500 },
  )
})

t.test('text from a host cannot steer a terminal', async t => {
  t.equal(visible('a\x1b]0;x\x07\r\nb\tc\x9b\n'), 'a\\x1b]0;x\\x07\\x0d\\nb\\tc\\x9b')
})
