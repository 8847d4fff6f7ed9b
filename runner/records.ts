/**
 * What a run folder holds, as what validates it; the types of `result.ts` and the published schema are made of it.
 *
 * A run is a folder: `run.json` (what was played: tool, cases with their text) and one append-only NDJSON file per
 * implementation: a header, its identity, then a transcript and a result per case, at the end a footer.
 * A file without footer is a run that was cut off; what it holds is good.
 */
import { z } from 'zod'
import { expectationRecord } from './expect/expectation.js'
import { FORMAT, predictions, verdicts } from './result.js'

const place = z.object({ file: z.string(), line: z.int(), column: z.int() })

/** One step of a case as text, for those who read a run without the suites. */
const stepRecord = z.object({
  /** As written: `leader: read(s, 64) = "" or -1 EIO`. */
  text: z.string(),
  line: z.int(),
  file: z.string(),
  given: z.string().optional(),
  /** Which braces it stands in, from 0. */
  together: z.int().exactOptional(),
})

export const caseRecord = z.object({
  id: z.string(),
  digest: z.string(),
  title: z.string(),
  cites: z.array(z.string()),
  level: z.enum(['shall', 'should', 'open']),
  needs: z.array(z.string()),
  givens: z.array(z.string()),
  repeat: z.int().exactOptional(),
  load: z.int().exactOptional(),
  risks: z.array(z.string()).exactOptional(),
  covers: z.array(z.string()),
  tags: z.array(z.string()),
  place,
  steps: z.array(stepRecord),
})

export const runRecord = z.object({
  format: z.literal(FORMAT),
  tool: z.literal('ptycheck'),
  version: z.string(),
  /** ISO 8601, UTC; from SOURCE_DATE_EPOCH where that is set. */
  started: z.string(),
  /** The words after `ptycheck`, to play the same again. */
  command: z.array(z.string()),
  /** A `should` that is not met failed. */
  strict: z.boolean().exactOptional(),
  /** The risks that were allowed. */
  allow: z.array(z.string()).exactOptional(),
  /** Addresses and names of machines and users were kept. */
  identify: z.boolean().exactOptional(),
  /** How often the whole selection was played. */
  repeat: z.int().exactOptional(),
  /** The profile hosts were predicted under, in place of the one of their system. */
  profile: z.string().exactOptional(),
  /** What was known to fail; results were judged by it. */
  expectations: z.array(expectationRecord).exactOptional(),
  cases: z.array(caseRecord),
  /** In the order asked for; `file` is relative to the run folder, `labels` are those of the inventory. */
  implementations: z.array(
    z.object({
      name: z.string(),
      file: z.string(),
      labels: z.array(z.string()).exactOptional(),
      /** The name was made for the run, or stands for an address that was not kept. */
      named: z.boolean().exactOptional(),
    }),
  ),
  /** SHA-256 over all else, see `seal.ts`. */
  digest: z.string().exactOptional(),
})

export const identityRecord = z.object({
  name: z.string(),
  kind: z.enum(['host', 'reference']),
  system: z.string(),
  release: z.string(),
  machine: z.string(),
  libc: z.string(),
  compiler: z.string(),
  probe: z.string(),
  /** SHA-256 of the static probe that was sent, where none was built there. */
  prebuilt: z.string().exactOptional(),
  settings: z.record(z.string(), z.string()),
  /** Constants that share a number there. */
  aliases: z.array(z.array(z.string())).exactOptional(),
})

/** How a kernel went down that we booted, and the last lines of its console. */
const downfallRecord = z.object({
  kind: z.enum(['panic', 'oops', 'hang']),
  console: z.array(z.string()).readonly(),
})

export const troubleRecord = z.object({
  class: z.enum(['case', 'harness', 'host', 'network']),
  reason: z.string(),
  downfall: downfallRecord.exactOptional(),
})

const seenRecord = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), text: z.string() }),
  z.object({ kind: z.literal('unfinished') }),
  z.object({ kind: z.literal('stopped'), signal: z.string() }),
  z.object({ kind: z.literal('signal'), signal: z.string(), delivered: z.boolean() }),
  z.object({ kind: z.enum(['exited', 'killed']), detail: z.string() }),
  z.object({ kind: z.literal('running') }),
  z.object({ kind: z.literal('not-reached') }),
  z.object({ kind: z.literal('refused'), why: z.string() }),
  z.object({ kind: z.literal('no-time') }),
])

const lines = z.array(
  z.object({
    step: z.int(),
    kind: z.enum(['step', 'back']),
    who: z.string(),
    seen: seenRecord,
    took: z.number().exactOptional(),
  }),
)

/** How the rounds of a case that was played several times compare; its `lines` are those of the first. */
function roundsOf<T extends z.ZodType>(lines: T) {
  return z.object({
    played: z.int(),
    /** How many looked like the first, it included. */
    same: z.int(),
    /** Every other look: the first round that had it, counting from 1, and how many did; 0 for all that were not kept. */
    others: z.array(z.object({ first: z.int(), count: z.int(), lines })),
  })
}

export const transcriptRecord = z.object({
  case: z.string(),
  digest: z.string(),
  lines,
  rounds: roundsOf(lines).exactOptional(),
  unsupported: z.array(z.string()).exactOptional(),
  trouble: troubleRecord.exactOptional(),
  left: z.array(z.string()).exactOptional(),
})

/** One transcript line after judging. */
export const judgedLine = z.object({
  step: z.int(),
  kind: z.enum(['step', 'back']),
  who: z.string(),
  /** For people: what came back, with names put back where a name says more than a number. */
  seen: z.string(),
  /** What is compared between systems: without descriptors, pids, inodes, pair numbers, times. Empty: never compared. */
  compared: z.string(),
  /** Whether it is what the case allows; null where there is nothing to hold to. */
  holds: z.boolean().nullable(),
  /** Seconds. */
  took: z.number().optional(),
})

/** What an entry of the expectations file said of a result. */
export const expectedRecord = z.object({
  /** `flaky`: it fails at times. */
  expect: z.enum(['fail', 'flaky']),
  /** The one failure that was meant; absent: any. */
  signature: z.string().optional(),
  bug: z.string(),
  reason: z.string(),
  /** The day by which somebody looks at it again. */
  review: z.string(),
})

export const resultRecord = z.object({
  case: z.string(),
  digest: z.string(),
  verdict: z.enum(verdicts),
  /** One sentence: which step decided and why, what was missing, or what was in the way. */
  reason: z.string().optional(),
  /** What an unsupported case needs and the system has not got: `constant O_CLOFORK`, `root`. */
  missing: z.array(z.string()).optional(),
  /** Index of the step that decided. */
  decided: z.int().optional(),
  /** The round in which it did, where that is not the first. */
  decidedRound: z.int().optional(),
  class: z.enum(['case', 'harness', 'host', 'network']).optional(),
  downfall: downfallRecord.optional(),
  /** A `should` that is not met: a pass with this note. */
  note: z.string().optional(),
  lines: z.array(judgedLine),
  rounds: roundsOf(z.array(judgedLine)).optional(),
  /** With `xfail` and `xpass` what was expected; with `fail` that it was another failure; with `pass` that it fails at times. */
  expected: expectedRecord.optional(),
  left: z.array(z.string()).optional(),
  /** Why it is no surprise to who reads the expectations file: what an entry said of it. */
  explained: expectedRecord.omit({ expect: true }).optional(),
  /** Against the profile; absent for a reference. */
  prediction: z.enum(predictions).optional(),
  /** The profile the prediction was made under. */
  profile: z.string().optional(),
  /** Where what was seen differs from the prediction (`predicted`: every outcome the model allows), or why there is none. */
  surprises: z
    .array(z.object({ step: z.int(), seen: z.string(), predicted: z.array(z.string()) }))
    .optional(),
  notPredicted: z.string().optional(),
})

/** What every line has, so that an altered, missing or added one is found. */
const seal = {
  /** Its number in the file, from 1. */
  n: z.int().exactOptional(),
  /** SHA-256 over it and what it rests on, see `seal.ts`. */
  digest: z.string().exactOptional(),
}

/** One line of an implementation's file. */
export const entry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('header'),
    format: z.literal(FORMAT),
    name: z.string(),
    /** The digest of `run.json`. */
    run: z.string().exactOptional(),
    ...seal,
  }),
  z.object({ type: z.literal('identity'), identity: identityRecord, ...seal }),
  z.object({ type: z.literal('transcript'), transcript: transcriptRecord, ...seal }),
  z.object({ type: z.literal('result'), result: resultRecord, ...seal }),
  /** What ended the play early; the cases not played have results of verdict `unresolved`. */
  z.object({ type: z.literal('trouble'), trouble: troubleRecord, ...seal }),
  z.object({
    type: z.literal('footer'),
    counts: z.record(z.string(), z.int()),
    left: z.array(z.string()),
    ...seal,
  }),
])

/**
 * The JSON Schema of a run folder: `run` of `run.json`, `line` of one line of an implementation's file. Readers should pass
 * over fields they do not know: later versions of a format only add.
 */
export function publishedSchema() {
  const [run, line] = [runRecord, entry].map(part => {
    const { $schema: _, ...schema } = z.toJSONSchema(part, { io: 'input' })
    return schema
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `ptycheck run folder, format ${FORMAT}`,
    $defs: { run, line },
  }
}
