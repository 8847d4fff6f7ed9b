import { join } from 'node:path'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import type { Run } from '../../runner/result.js'
import { junit } from './junit.js'

const runs = { 'sample.xml': sampleRun, 'worst.xml': worstRun, 'empty.xml': emptyRun }
const folder = t.testdir(
  Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, junit(run)])),
)

for (const [file, run] of Object.entries(runs))
  t.test(file, async t => {
    const xmllint = needs(t, 'xmllint')
    if (xmllint === undefined) return
    const { stderr, failed } = await execa(xmllint, ['--noout', '--nonet', join(folder, file)], {
      reject: false,
    })
    t.equal(stderr, '', 'libxml2 takes it for XML')
    t.notOk(failed)
    const ask = (xpath: string) => query(xmllint, join(folder, file), xpath)
    t.equal(await ask('count(//testcase)'), String(run.cases.length * run.played.length))
    t.equal(await ask('count(/testsuites/testsuite)'), String(run.played.length))
    await shape(t, ask)
    await sums(t, ask, run)
  })

/** What Jenkins' schema junit-10.xsd allows where, said again here: elements by parent, and attributes. */
const children: Readonly<Record<string, string>> = {
  testsuites: 'testsuite',
  testsuite: 'properties|testcase|system-err',
  properties: 'property',
  testcase: 'skipped|error|failure|system-out',
}
const attributes: Readonly<Record<string, string>> = {
  testsuites: 'name|tests|failures|errors',
  testsuite: 'name|tests|failures|errors|skipped|time|timestamp',
  property: 'name|value',
  testcase: 'name|classname|time',
  failure: 'message|type',
  error: 'message|type',
  skipped: 'message',
}

async function shape(t: Test, ask: (xpath: string) => Promise<string>) {
  for (const [parent, names] of Object.entries(children)) {
    const allowed = names.split('|').map(name => `self::${name}`)
    t.equal(await ask(`count(//${parent}/*[not(${allowed.join(' or ')})])`), '0', parent)
  }
  for (const [element, names] of Object.entries(attributes)) {
    const allowed = names.split('|').map(name => `name()='${name}'`)
    t.equal(await ask(`count(//${element}/@*[not(${allowed.join(' or ')})])`), '0', element)
  }
}

async function sums(t: Test, ask: (xpath: string) => Promise<string>, run: Run) {
  for (const [attribute, element] of [
    ['failures', 'failure'],
    ['errors', 'error'],
    ['skipped', 'skipped'],
  ] as const)
    for (let n = 1; n <= run.played.length; n++) {
      const suite = `/testsuites/testsuite[${n}]`
      t.equal(await ask(`string(${suite}/@${attribute})`), await ask(`count(${suite}//${element})`))
    }
}

async function query(xmllint: string, file: string, xpath: string): Promise<string> {
  return (await execa(xmllint, ['--nonet', '--xpath', xpath, file])).stdout.trim()
}

t.test('each verdict is what a reader expects', async t => {
  const xmllint = needs(t, 'xmllint')
  if (xmllint === undefined) return
  const of = (name: string, what: string) =>
    query(
      xmllint,
      join(folder, 'sample.xml'),
      `//testcase[starts-with(@classname, 'freebsd-14.') and @name='${name}']/${what}`,
    )
  t.match(await of('leader-gets-sighup', 'failure'), /again: npx ptycheck run freebsd-14/)
  t.match(await of('eof-alone', 'skipped'), 'known to fail')
  t.match(await of('flush-read-is-told', 'failure'), 'was expected to fail')
  t.match(await of('limit-of-an-instance', 'skipped'), 'unsupported: missing: linux')
  t.match(await of('change-is-signalled', 'skipped'), 'untested')
  t.match(await of('input-is-gone', 'error'), 'says nothing about the system')
  t.match(await of('control-as-caret', 'system-out'), 'observed')
  t.match(await of('time-restarts', 'system-out'), 'The recommendation is not met')
  t.match(await of('limit-of-an-instance', '@classname'), '"freebsd-14.linux.devpts"')
})

t.test("another's reader counts the same", async t => {
  const junitparser = needs(t, 'junitparser')
  if (junitparser === undefined) return
  const { stdout } = await execa(junitparser, ['merge', join(folder, 'worst.xml'), '-'])
  const heads = (text: string) =>
    [...text.matchAll(/<testsuite [^>]*>/g)].map(([head]) =>
      ['tests', 'failures', 'errors', 'skipped'].map(
        name => new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1],
      ),
    )
  t.same(heads(stdout), heads(junit(worstRun)), 'it counts the elements anew')
  t.equal(heads(stdout).length, worstRun.played.length)
})
