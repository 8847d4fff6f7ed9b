/**
 * JSON as LTP's runner kirk writes it, and as openQA and others read it. It knows one environment: that of the only
 * implementation, else none is told (`--host` chooses one).
 */
import type { Run } from '../../runner/result.js'
import { commandFor } from '../links.js'
import { visible } from '../visible.js'
import { type Fact, linesOf, partsOf } from './facts.js'
import { type Words, words } from './words.js'

/** What a test of LTP would have ended with: TPASS, TFAIL, TBROK, TCONF. */
const retval: Readonly<Record<Words['ltp'], string>> = {
  pass: '0',
  fail: '1',
  brok: '2',
  conf: '32',
}

export function ltp(run: Run): string {
  const results = [...partsOf(run)].flatMap(({ facts }) => facts.map(entry))
  const sum = (key: 'duration' | 'passed' | 'failed' | 'broken' | 'skipped' | 'warnings') =>
    results.reduce((total, { test }) => total + test[key], 0)
  const [only, ...others] = run.played
  const identity = others.length === 0 ? only?.identity : undefined
  const report = {
    results,
    stats: {
      runtime: sum('duration'),
      passed: sum('passed'),
      failed: sum('failed'),
      broken: sum('broken'),
      skipped: sum('skipped'),
      warnings: sum('warnings'),
    },
    environment: {
      distribution: visible(identity?.system ?? ''),
      distribution_version: visible(identity?.release ?? ''),
      kernel: visible([identity?.system, identity?.release].filter(Boolean).join(' ')),
      arch: visible(identity?.machine ?? ''),
      cpu: '',
      swap: '',
      RAM: '',
    },
  }
  return `${JSON.stringify(report, null, 1)}\n`
}

function entry({ implementation, id, title, standing, message, details, seconds, record }: Fact) {
  const status = words[standing].ltp
  const one = (word: Words['ltp']) => (status === word ? 1 : 0)
  const [command = '', ...rest] = commandFor(implementation, visible(record.id)).split(' ')
  return {
    test_fqn: `${implementation}:${id}`,
    status,
    test: {
      command,
      arguments: rest,
      log: [`${standing}: ${title}`, message, ...linesOf(details)].filter(Boolean).join('\n'),
      retval: [retval[status]],
      duration: seconds,
      failed: one('fail'),
      passed: one('pass'),
      broken: one('brok'),
      skipped: one('conf'),
      warnings: 0,
      result: status,
    },
  }
}
