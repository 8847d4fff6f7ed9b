import { execa } from 'execa'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import { autopkgtest } from './autopkgtest.js'

interface Line {
  readonly name: string
  readonly result: string
}

/** Name, blanks, a result that autopkgtest knows (README.package-tests, testdesc.py), and why, except for what passes. */
function strictSummary(text: string): Line[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map(line => {
      const found =
        /^([\w.*/-]+) +((?:PASS|PASS \(superficial\))$|(?:SKIP|FLAKY|FAIL|BROKEN) \S.*)/.exec(line)
      if (!found) throw new Error(`no line of a summary: ${line}`)
      return { name: found[1] ?? '', result: found[2] ?? '' }
    })
}

t.test('every case of every implementation has its line', async t => {
  for (const run of [sampleRun, worstRun]) {
    const lines = strictSummary(autopkgtest(run))
    t.equal(lines.length, run.cases.length * run.played.length)
    t.equal(new Set(lines.map(({ name }) => name)).size, lines.length)
  }
  t.match(strictSummary(autopkgtest(emptyRun)), [{ name: '*', result: /^SKIP/ }])
})

t.test('autopkgtest itself would print the same', async t => {
  if (needs(t, 'autopkgtest') === undefined) return
  const lines = strictSummary(autopkgtest(worstRun))
  const program = `import sys, json
sys.path.insert(0, '/usr/share/autopkgtest/lib')
import adtlog
for line in json.load(sys.stdin): adtlog.report(line['name'], line['result'])`
  const { stdout } = await execa('/usr/bin/python3', ['-c', program], {
    input: JSON.stringify(lines),
    stripFinalNewline: false,
  })
  t.equal(stdout, autopkgtest(worstRun))
})

t.test('each verdict has its word', async t => {
  const lines = strictSummary(autopkgtest(sampleRun))
  const of = (name: string) => lines.find(one => one.name === `freebsd-14/${name}`)?.result
  t.match(of('hangup.leader-gets-sighup'), /^FAIL leader: --- SIGHUP ---: got/)
  t.match(of('canonical.eof-alone'), /^FLAKY known to fail/)
  t.equal(of('echo.control-as-caret'), 'PASS (superficial)')
  t.match(of('window.change-is-signalled'), /^SKIP untested/)
  t.match(of('flush.input-is-gone'), /^BROKEN could not be carried out/)
})
