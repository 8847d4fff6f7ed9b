/** What an expectations file says: what is known to fail, or to surprise, where, why, and who has been told. */
import { z } from 'zod'

const SOME = 'a word, or a list of words: any of them'

/** One, or any of several; `*` in it is anything. */
const patterns = z.union([z.string().min(1, SOME), z.array(z.string().min(1, SOME)).min(1, SOME)])

const on = z.strictObject({
  host: patterns.describe('its label; a reference is meant only where this names it').optional(),
  system: patterns.describe('as in its identity: Linux, FreeBSD').optional(),
  release: patterns.describe('as in its identity: "6.18.*"').optional(),
  machine: patterns.describe('as in its identity: x86_64').optional(),
  libc: patterns.describe('as in its identity: "musl*"').optional(),
  labels: patterns.describe('labels that the inventory gives it').optional(),
})

const isDate = (text: string) => {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const expectation = z.strictObject({
  case: z
    .string('say which: an id, or a pattern with *')
    .min(1, 'say which: an id, or a pattern with *'),
  on: on.describe('the hosts it is about, all of these conditions; absent: every host').optional(),
  expect: z
    .enum(['fail', 'flaky', 'surprise'])
    .describe(
      'flaky: it fails at times, and neither is news; surprise: it is not as its profile predicts, whatever its verdict; fail where it is absent',
    )
    .optional(),
  signature: z
    .string()
    .regex(/^[0-9a-f]{12}$/, "no signature: 12 digits, as 'ptycheck expect check' shows them")
    .describe('the one failure or surprise that is meant; absent: any')
    .optional(),
  bug: z
    .string('say where it was reported: a link')
    .regex(/^https?:\/\/[^\s<>"'`\\]+$/, 'no link to where it was reported: http:// or https://')
    .describe('where it was reported; of a surprise also the line of source that explains it'),
  reason: z
    .string('say why it fails, in a sentence')
    .regex(/\S/, 'say why it fails, in a sentence')
    .describe('why it fails or surprises, in a sentence'),
  review: z
    .string('say until when this need not be looked at again: YEAR-MONTH-DAY')
    .regex(/^\d{4}-\d\d-\d\d$/, { error: 'no date: YEAR-MONTH-DAY', abort: true })
    .refine(isDate, 'there is no such day')
    .describe('the day by which somebody looks at it again'),
})

const file = z
  .strictObject({ expectations: z.array(expectation) })
  .meta({ title: 'ptycheck expectations' })

/** What is wrong with it as that part of an entry; nothing where it will do. */
export function mistakeIn(key: 'bug' | 'review', text: string): string | undefined {
  return expectation.shape[key].safeParse(text).error?.issues[0]?.message
}

export type Expectation = z.infer<typeof expectation>
export type Condition = keyof z.infer<typeof on>

/** What validates and what describes are one. */
export const expectationsSchema = file

/** Entries as a run folder keeps them: what later versions add is passed over. */
export const expectationRecord = z.object({
  ...expectation.shape,
  on: z.object(on.shape).optional(),
})

/** The keys a map at this depth of the file may have. */
export const expectationKeys = {
  top: Object.keys(file.shape),
  entry: Object.keys(expectation.shape),
  on: Object.keys(on.shape),
} as const

/** For editors: the text of `expectations.schema.json`. */
export function expectationsJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(file), null, 2)}\n`
}
