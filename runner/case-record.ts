/** A case as a run keeps it. */
import type { CaseRecord } from './result.js'
import type { Case } from './suite/suite.js'

/** What a case looks like to those who have no suites at hand. */
export function caseRecordOf(of: Case): CaseRecord {
  return {
    id: of.id,
    digest: of.digest,
    title: of.title,
    cites: [...of.cites],
    level: of.level,
    needs: [...of.needs],
    givens: [...of.givens],
    ...(of.repeat === undefined ? {} : { repeat: of.repeat }),
    ...(of.load === undefined ? {} : { load: of.load }),
    ...(of.risks.length === 0 ? {} : { risks: [...of.risks] }),
    covers: [...of.covers],
    tags: [...of.tags],
    place: { ...of.place },
    steps: of.steps.map(({ text, place, given, together }) => ({
      text,
      line: place.line,
      file: place.file,
      ...(given === undefined ? {} : { given }),
      ...(together === undefined ? {} : { together }),
    })),
  }
}
