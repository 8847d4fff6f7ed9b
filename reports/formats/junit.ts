/**
 * JUnit XML in the shape that Jenkins (its schema junit-10.xsd) and GitLab read: a suite per implementation, a test case per
 * case. Jenkins takes what stands before the last dot of a class for its package, GitLab shows the text of a failure.
 */
import type { Run } from '../../runner/result.js'
import { topic } from '../links.js'
import { visible } from '../visible.js'
import { type Fact, linesOf, type Part, partsOf } from './facts.js'
import { words } from './words.js'
import { document, element, type Xml } from './xml.js'

type Count = Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number>>

export function junit(run: Run): string {
  const suites: Xml[] = []
  const sum = { tests: 0, failures: 0, errors: 0, skipped: 0 }
  for (const part of partsOf(run)) {
    const count = countOf(part.facts)
    for (const key of ['tests', 'failures', 'errors', 'skipped'] as const) sum[key] += count[key]
    suites.push(suite(part, count, run.started))
  }
  const { skipped: _, ...all } = sum
  return document(element('testsuites', { name: 'ptycheck', ...all }, suites))
}

function suite({ name, played, facts, trouble }: Part, count: Count, started: string): Xml {
  const { identity } = played
  const known = Object.entries({
    system: identity?.system,
    release: identity?.release,
    machine: identity?.machine,
    libc: identity?.libc,
    ...identity?.settings,
  }).flatMap(([key, value]) =>
    value ? [element('property', { name: visible(key), value: visible(value) })] : [],
  )
  const told = linesOf(trouble)
  return element(
    'testsuite',
    {
      ...{ name, ...count, time: seconds(facts.reduce((sum, fact) => sum + fact.seconds, 0)) },
      timestamp: visible(started).replace(/Z$/, ''),
    },
    [
      ...(known.length > 0 ? [element('properties', {}, known)] : []),
      ...facts.map(testcase),
      ...(told.length > 0 ? [element('system-err', {}, [told.join('\n')])] : []),
    ],
  )
}

function testcase(fact: Fact): Xml {
  const { implementation, id, standing, message, details } = fact
  const word = words[standing].junit
  const text = [fact.title, message, ...linesOf(details)].filter(Boolean).join('\n')
  const head = { message, type: standing }
  const children: Readonly<Record<typeof word, () => Xml[]>> = {
    passed: () => (linesOf(details).length > 0 ? [element('system-out', {}, [text])] : []),
    failure: () => [element('failure', head, [text])],
    error: () => [element('error', head, [text])],
    skipped: () => [element('skipped', { message })],
  }
  const of = topic(id)
  return element(
    'testcase',
    {
      name: id.slice(of.length).replace(/^\//, '') || id,
      classname: `${implementation}.${of.replaceAll('/', '.')}`,
      time: seconds(fact.seconds),
    },
    children[word](),
  )
}

function countOf(facts: readonly Fact[]): Count {
  const having = (word: string) =>
    facts.filter(({ standing }) => words[standing].junit === word).length
  return {
    tests: facts.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
  }
}

function seconds(n: number): string {
  return n.toFixed(3)
}
