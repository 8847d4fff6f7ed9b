/** CTRF, the Common Test Report Format of ctrf.io: one flat list of tests, told apart by their suites. */
import type { Run } from '../../runner/result.js'
import { topic } from '../links.js'
import { visible } from '../visible.js'
import { type Fact, linesOf, partsOf } from './facts.js'
import { words } from './words.js'

const SPEC = '0.0.0'

export function ctrf(run: Run): string {
  const tests = [...partsOf(run)].flatMap(({ facts }) => facts.map(test))
  const having = (status: string) => tests.filter(one => one.status === status).length
  const start = Math.max(0, Date.parse(run.started) || 0)
  const duration = tests.reduce((sum, one) => sum + one.duration, 0)
  const report = {
    reportFormat: 'CTRF',
    specVersion: SPEC,
    generatedBy: 'ptycheck',
    results: {
      tool: { name: 'ptycheck', version: visible(run.version) },
      summary: {
        tests: tests.length,
        passed: having('passed'),
        failed: having('failed'),
        skipped: having('skipped'),
        pending: having('pending'),
        other: having('other'),
        suites: run.played.length,
        start,
        stop: start + duration,
      },
      tests,
      environment: {
        extra: {
          implementations: run.played.map(({ name, identity }) => ({
            name: visible(name),
            system: visible(identity?.system ?? ''),
            release: visible(identity?.release ?? ''),
            machine: visible(identity?.machine ?? ''),
            libc: visible(identity?.libc ?? ''),
          })),
        },
      },
    },
  }
  return `${JSON.stringify(report, null, 1)}\n`
}

function test(fact: Fact) {
  const { implementation, id, title, standing, message, details, record } = fact
  const told = linesOf(details)
  return {
    testId: `${implementation}/${id}`,
    name: `${implementation}: ${id}`,
    status: words[standing].ctrf,
    rawStatus: standing,
    duration: Math.round(fact.seconds * 1000),
    suite: [implementation, topic(id)],
    ...(message === '' ? {} : { message }),
    ...(told.length > 0 ? { trace: told.join('\n') } : {}),
    filePath: fact.file,
    line: fact.line,
    tags: record.tags.map(tag => visible(tag)),
    extra: {
      implementation,
      case: id,
      title,
      level: record.level,
      cites: record.cites.map(one => visible(one)),
    },
  }
}
