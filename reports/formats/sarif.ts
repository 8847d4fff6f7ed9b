/**
 * SARIF 2.1.0, for what reads findings rather than tests (GitHub's code scanning): a run per implementation, a rule per case
 * that found something. What passes is no result there, since readers show every result as an alert; what could not be carried
 * out is a notification of the tool.
 */
import type {
  Location,
  Log,
  Notification,
  ReportingDescriptor,
  Result,
  Run as SarifRun,
} from 'sarif'
import type { Run } from '../../runner/result.js'
import { visible } from '../visible.js'
import { type Fact, linesOf, type Part, partsOf } from './facts.js'
import { words } from './words.js'

export function sarif(run: Run): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [...partsOf(run)].map(part => runOf(part, visible(run.version))),
  }
  return `${JSON.stringify(log, null, 1)}\n`
}

function runOf({ name, played, facts }: Part, version: string): SarifRun {
  const found = facts.filter(({ standing }) => words[standing].sarif.endsWith('result'))
  const untold = facts.filter(({ standing }) => words[standing].sarif === 'notification')
  return {
    tool: { driver: { name: 'ptycheck', version, rules: found.map(rule) } },
    automationDetails: { id: `ptycheck/${name}/` },
    invocations: [
      {
        executionSuccessful: played.complete && !played.trouble && untold.length === 0,
        toolExecutionNotifications: untold.map(notification),
      },
    ],
    results: found.map(result),
  }
}

function rule({ id, title, record }: Fact): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    help: { text: visible(`${record.level}: ${record.cites.join('; ') || 'no clause cited'}`) },
    defaultConfiguration: { level: levelOf(record) },
  }
}

function result(fact: Fact, ruleIndex: number): Result {
  const { id, implementation, message, details, standing, record } = fact
  return {
    ruleId: id,
    ruleIndex,
    level: levelOf(record),
    message: { text: [`${implementation}: ${message}`, ...linesOf(details)].join('\n') },
    locations: [location(fact)],
    partialFingerprints: { 'case/v1': `${implementation}/${id}` },
    ...(words[standing].sarif === 'suppressed result'
      ? { suppressions: [{ kind: 'external', justification: message }] }
      : {}),
  }
}

function notification(fact: Fact): Notification {
  return {
    level: 'warning',
    message: { text: `${fact.id}: ${fact.message}` },
    locations: [location(fact)],
  }
}

function location({ file, line }: Fact): Location {
  const uri = file.split('/').map(encodeURIComponent).join('/')
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: Math.max(line, 1) } },
  }
}

function levelOf({ level }: Fact['record']): 'error' | 'warning' {
  return level === 'should' ? 'warning' : 'error'
}
