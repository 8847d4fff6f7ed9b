/**
 * A run as TAP 14: a subtest per implementation, in it a test point per case. An expected failure is TODO, what could
 * not be judged is SKIP; a case that could not be carried out is not ok, and its diagnostics say that no verdict was reached.
 */
import type { CaseRecord, Played, Result, Run } from '../runner/result.js'
import { byCase } from './compare.js'
import { plural } from './count.js'
import { evidence } from './evidence.js'
import { few, visible } from './visible.js'

/** The whole document, ending with a newline. */
export function tap(run: Run): string {
  const lines = ['TAP version 14', `1..${run.played.length}`]
  run.played.forEach((played, index) => {
    const points = run.cases.map((record, at) =>
      point(record, byCase(played).get(record.id), at + 1),
    )
    const failed = points.filter(one => !one.ok).length
    const plan = points.length > 0 ? `1..${points.length}` : '1..0 # SKIP no cases'
    lines.push(
      `# Subtest: ${escaped(played.name)}`,
      ...[plan, ...points.flatMap(one => one.lines)].map(line => `    ${line}`),
      `${failed > 0 || played.trouble ? 'not ok' : 'ok'} ${index + 1} - ${escaped(played.name)}`,
      ...diagnostics(trouble(played, failed)),
    )
  })
  return `${lines.join('\n')}\n`
}

type Diagnostics = Readonly<Record<string, string | readonly string[] | undefined>>

interface Point {
  /** False where it makes the subtest fail: a TODO does not. */
  readonly ok: boolean
  readonly lines: readonly string[]
}

function point(record: CaseRecord, result: Result | undefined, number: number): Point {
  const { ok, directive } = judged(result)
  const description = escaped(`${record.id}: ${record.title}`)
  const said = directive ? ` # ${directive}` : ''
  return {
    ok: ok || directive !== undefined,
    lines: [
      `${ok ? 'ok' : 'not ok'} ${number} - ${description}${said}`,
      ...diagnostics(details(record, result)),
    ],
  }
}

function judged(result: Result | undefined): { ok: boolean; directive?: string } {
  const reason = escaped(result?.reason ?? '')
  switch (result?.verdict) {
    case 'pass':
    case 'observed':
      return { ok: true }
    case 'xpass':
      return { ok: true, directive: `TODO ${reason || 'expected to fail'}` }
    case 'xfail':
      return { ok: false, directive: `TODO ${reason || 'expected to fail'}` }
    case 'unsupported':
    case 'untested':
      return { ok: true, directive: `SKIP ${result.verdict}${reason ? `: ${reason}` : ''}` }
    default:
      return { ok: false }
  }
}

function details(record: CaseRecord, result: Result | undefined): Diagnostics {
  const place = `${record.place.file}:${record.place.line}`
  if (!result)
    return { verdict: 'none', message: 'The run was cut off before this case.', at: place }
  const aside = {
    note: result.note,
    left: result.left && few(result.left, 20),
    prediction: result.prediction === 'surprise' ? 'surprise' : undefined,
  }
  if (result.verdict === 'unresolved') {
    const message = `It could not be carried out; this says nothing about the system. ${result.reason ?? ''}`
    return {
      verdict: 'unresolved',
      class: result.class,
      message: message.trim(),
      at: place,
      ...aside,
    }
  }
  if (result.verdict !== 'fail' && result.verdict !== 'xfail') return aside
  const found = evidence(record, result)
  return {
    verdict: result.verdict,
    message: found.step ? `${found.step}: got ${found.brief}` : result.reason,
    step: found.step,
    expected: found.expected,
    seen: found.seen,
    at: `${found.file}:${found.line}`,
    cite: [`${record.level}: ${record.cites.join('; ') || 'no clause cited'}`],
    ...aside,
  }
}

function trouble(played: Played, failed: number): Diagnostics {
  return {
    'not ok': failed > 0 ? plural(failed, 'case') : undefined,
    class: played.trouble?.class,
    message: played.trouble?.reason,
    left: played.left.length > 0 ? few(played.left, 20) : undefined,
    incomplete: played.complete ? undefined : 'The run was cut off; what is here holds.',
  }
}

/** A YAML block; strings in double quotes as JSON has them, which YAML reads the same. */
function diagnostics(of: Diagnostics): string[] {
  const lines = Object.entries(of).flatMap(([key, value]) => {
    if (value === undefined || value.length === 0) return []
    if (typeof value === 'string') return [`  ${key}: ${quoted(value)}`]
    return [`  ${key}:`, ...value.map(one => `    - ${quoted(one)}`)]
  })
  return lines.length > 0 ? ['  ---', ...lines, '  ...'] : []
}

function quoted(text: string): string {
  return JSON.stringify(visible(text))
}

/** For one line of TAP: nothing invisible, and no `#` that would begin a directive. */
function escaped(text: string): string {
  return visible(text, 1000).replace(/[\\#]/g, character => `\\${character}`)
}
