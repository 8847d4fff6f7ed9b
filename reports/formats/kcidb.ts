/**
 * KCIDB's submission format, I/O schema 5.3: a checkout and a build per implementation, since tests hang on builds, and a
 * test per case. Whoever submits it puts their own origin in place of `ptycheck`.
 */
import { createHash } from 'node:crypto'
import type { Played, Run } from '../../runner/result.js'
import { visible } from '../visible.js'
import { dotted, type Fact, linesOf, partsOf } from './facts.js'
import { words } from './words.js'

const ORIGIN = 'ptycheck'

/** What KCIDB takes of a log, in characters. */
const EXCERPT = 16_384

export function kcidb(run: Run): string {
  const parts = [...partsOf(run)].map(part => ({ ...part, id: idOf(run, part.played) }))
  const submission = {
    version: { major: 5, minor: 3 },
    checkouts: parts.map(({ id, played }) => ({
      id,
      origin: ORIGIN,
      comment: systemOf(played),
      ...(Number.isNaN(Date.parse(run.started)) ? {} : { start_time: run.started }),
    })),
    builds: parts.map(({ id, played: { identity } }) => ({
      id,
      checkout_id: id,
      origin: ORIGIN,
      comment: 'not built by ptycheck: the system as it was found',
      ...(/^[a-z0-9_]+$/.test(identity?.machine ?? '') ? { architecture: identity?.machine } : {}),
      misc: { libc: visible(identity?.libc ?? '') },
    })),
    tests: parts.flatMap(({ id, played, facts }) =>
      facts.map(fact => test(fact, id, systemOf(played))),
    ),
  }
  return `${JSON.stringify(submission, null, 1)}\n`
}

function test(fact: Fact, build: string, system: string) {
  const { id, title, standing, message, details, record, implementation } = fact
  const log = linesOf(details).join('\n')
  return {
    id: `${build}.${dotted(record.id, '/')}`,
    build_id: build,
    origin: ORIGIN,
    path: `ptycheck.${dotted(record.id, '/')}`,
    comment: title,
    status: words[standing].kcidb,
    duration: fact.seconds,
    environment: { comment: `${implementation}: ${system}` },
    ...(log === '' ? {} : { log_excerpt: log.slice(0, EXCERPT).replace(/[\ud800-\udbff]$/, '') }),
    misc: {
      case: id,
      verdict: standing,
      message,
      level: record.level,
      cites: record.cites.map(one => visible(one)),
    },
  }
}

/** The same run gives the same ids, and another run others. */
function idOf(run: Run, played: Played): string {
  const of = JSON.stringify([run.started, run.command, played.name, played.identity])
  return `${ORIGIN}:${createHash('sha256').update(of).digest('hex').slice(0, 32)}`
}

function systemOf({ identity }: Played): string {
  return visible([identity?.system, identity?.release, identity?.libc].filter(Boolean).join(' '))
}
