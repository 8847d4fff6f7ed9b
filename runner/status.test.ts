import t from 'tap'
import type { Result, Run, Verdict } from './result.js'
import { type Ending, statusOf } from './status.js'

function runOf(played: Record<string, Verdict[]>, left: string[] = []): Run {
  return {
    format: 1,
    tool: 'ptycheck',
    version: '0',
    started: '',
    command: [],
    cases: [],
    implementations: [],
    played: Object.entries(played).map(([name, verdicts]) => ({
      name,
      results: verdicts.map((verdict): Result => ({ case: 'c', digest: '', verdict, lines: [] })),
      left,
      complete: true,
    })),
  }
}

function code(
  played: Record<string, Verdict[]>,
  endings: Record<string, Ending> = {},
  left: string[] = [],
) {
  return statusOf(runOf(played, left), new Map(Object.entries(endings))).code
}

t.equal(code({ local: ['pass', 'observed', 'unsupported'] }), 0)
t.equal(code({ local: ['pass', 'fail'] }), 1)
t.equal(code({ local: ['pass', 'xpass'] }), 1)
t.equal(code({ local: ['xfail'] }), 0)
t.equal(code({ local: ['fail', 'unresolved'] }), 2, 'a run that was cut off says so first')
t.equal(code({ local: ['fail'] }, { local: 'broken' }), 2)
t.equal(code({ local: ['unsupported', 'unsupported'] }), 4)
t.equal(code({ local: ['unresolved'] }, { local: 'unreachable' }), 75)
t.equal(code({ a: ['pass'], b: ['unresolved'] }, { b: 'unreachable' }), 2, 'one of two was reached')
t.equal(code({ a: ['pass'], b: ['unresolved'] }, { b: 'refused' }), 77)
t.equal(code({ local: ['pass'], 'reference:x': ['fail'] }), 0, 'hosts decide')
t.equal(code({ 'reference:x': ['fail'] }), 1, 'without a host references do')
t.equal(code({ local: ['pass'] }, {}, ['a pair']), 1, 'what is left on a host is a finding')
