/** Steps as lines of C. */
import { showsOf } from '../suite/calls.js'
import { printValue } from '../suite/print.js'
import {
  type Act,
  FIRST_PROCESS,
  type Outcome,
  type Step,
  type Value,
  type Wanted,
} from '../suite/suite.js'
import { childOf, namesIn } from './cast.js'
import { both, type Looking } from './conditions.js'
import { failureIs, type Observation, observationOf } from './observations.js'
import { bytesFor, CannotReproduce, countOf, quoted } from './values.js'

/** What is known of names where a step stands. */
export interface Scene extends Looking {
  /** A name's type in C, for what is put into it. */
  readonly typeOf: (name: string) => string
  readonly isText: (name: string) => boolean
  /** Whether it lies in memory that all processes share: it must have its value before they are told. */
  readonly isShared: (name: string) => boolean
}

/** The statement of an act or of the end of a call: makes the call, and says what is allowed. */
export function bodyOf(step: Step, act: Act, scene: Scene): string {
  if (step.kind === 'end') {
    const observation = observationOf(act, scene)
    return [
      ...bindings(step.wanted, act, observation, scene),
      ...expectedBytes(step.wanted, observation, scene),
      `allow(${allowed(step.wanted, observation, scene)})`,
    ].join(', ')
  }
  if (act.count !== undefined || act.args.some(hasEach)) return countedBody(act, scene)
  const child = childOf(act) ?? ''
  if (act.call === 'fork')
    return scene.isShared(child)
      ? `(void)forked(P_${child})`
      : `${scene.naming(child)} = forked(P_${child})`
  if (act.call === '_exit')
    return `exits(${printValue(act.args[0] ?? { kind: 'number', value: 0n })})`
  const observation = withChild(observationOf(act, scene), act)
  if (act.call === 'forkpty') return forkptyBody(act, observation, scene)
  if (act.settles) return settlingBody(act, observation, scene)
  return [
    ...(observation.before ?? []),
    ...(short(act, observation, scene) ?? long(act, observation, scene)),
  ].join(', ')
}

function hasEach(value: Value): boolean {
  return value.kind === 'name' && value.each
}

function withChild(observation: Observation, act: Act): Observation {
  const named = (text: string | undefined) => text?.replace('P_CHILD', `P_${childOf(act)}`)
  return {
    ...observation,
    call: named(observation.call),
    notes: named(observation.notes),
  } as Observation
}

/** The child goes on with the step behind, and knows its own number. */
function forkptyBody(act: Act, observation: Observation, scene: Scene): string {
  const call = [...(observation.before ?? []), observation.notes ?? ''].join(', ')
  const binds = bindings(act.wanted, act, observation, scene)
  const child = binds.filter(bind => bind.includes('masters[1]'))
  const rest = binds.filter(bind => !bind.includes('masters[1]'))
  const inChild = child.length > 0 ? `else\n\t\t\t${child.join(', ')};\n\t` : ''
  return `{\n\t\tif (${call})\n\t\t\t${[...child, ...rest, `allow(${allowed(act.wanted, observation, scene)})`].join(', ')};\n\t${inChild ? `\t${inChild}` : ''}}`
}

function settlingBody(act: Act, observation: Observation, scene: Scene): string {
  const noted = observation.notes ?? `got(${observation.call})`
  const condition = allowed(act.wanted, observation, scene)
  return `{\n\t\twhile (${noted}, !(${condition}) && again())\n\t\t\tcontinue;\n\t\tallow(true);\n\t}`
}

/** The commonest forms have words of their own. */
function short(act: Act, observation: Observation, scene: Scene): string[] | undefined {
  const [outcome, ...more] = act.wanted.outcomes
  if (more.length > 0 || outcome?.kind !== 'value' || act.wanted.took || outcome.ended)
    return undefined
  const { value } = outcome
  const { call, notes } = observation
  if (call) return shortNumber(call, value, scene)
  const read = /^got_data\((.*)\)$/.exec(notes ?? '')?.[1]
  const [piece, ...pieces] = value.kind === 'data' && !value.head && !value.tail ? value.pieces : []
  if (read && piece?.kind === 'string' && piece.times === 1 && pieces.length === 0) {
    const [part, ...parts] = piece.parts
    if (part instanceof Uint8Array && parts.length === 0) return [`reads(${read}, ${quoted(part)})`]
  }
  const text = /^got_text\((.*)\)$/.exec(notes ?? '')?.[1]
  if (text && value.kind === 'name' && scene.isNew(value.name) && !value.must)
    return [`gives_text(${text}, ${scene.naming(value.name)})`]
  return undefined
}

function shortNumber(call: string, value: Value, scene: Scene): string[] | undefined {
  if (value.kind === 'any') return [`shows(${call})`]
  if (value.kind === 'failure' && value.returned === '-1') return [`fails(${call}, ${value.errno})`]
  if (value.kind === 'number' && value.value !== -1n) return [`is(${call}, ${value.value})`]
  if (value.kind !== 'name' || value.must || value.group) return undefined
  const name = scene.naming(value.name)
  if (!scene.isNew(value.name)) return [`is(${call}, ${name})`]
  if (scene.isShared(value.name)) return undefined
  return [`${name} = ${castTo(scene.typeOf(value.name))}gives(${call})`]
}

function castTo(type: string): string {
  return type === 'long' ? '' : `(${type})`
}

function long(act: Act, observation: Observation, scene: Scene): string[] {
  const noted = observation.notes ?? `got(${observation.call})`
  const { took } = act.wanted
  const times = took
    ? both(
        took.least === undefined ? undefined : `seconds() - started >= ${took.least} - 0.01`,
        took.most === undefined ? undefined : `seconds() - started <= ${took.most}`,
      )
    : undefined
  const outcomes = allowed(act.wanted, observation, scene)
  const condition = times
    ? both(outcomes.includes(' || ') ? `(${outcomes})` : outcomes, times)
    : outcomes
  return [
    ...(took ? ['started = seconds()'] : []),
    noted,
    ...bindings(act.wanted, act, observation, scene),
    ...expectedBytes(act.wanted, observation, scene),
    `allow(${condition})`,
  ]
}

/** Any one of the outcomes. */
function allowed(wanted: Wanted, observation: Observation, scene: Scene): string {
  const some = wanted.outcomes.map(outcome => outcomeIs(outcome, observation, scene))
  const real = [...new Set(some.filter(one => one !== 'false'))]
  if (real.length === 0) return 'false'
  if (real.includes('true')) return 'true'
  return real.map(one => (real.length > 1 && one.includes(' && ') ? `(${one})` : one)).join(' || ')
}

function outcomeIs(outcome: Outcome, observation: Observation, scene: Scene): string {
  if (outcome.kind === 'unfinished') return 'false'
  const { value, ended } = outcome
  if (value.kind === 'any' && !ended) return 'true'
  const ending = observation.transfers ? endingIs(ended) : undefined
  return both(valueIs(value, observation, scene), ending)
}

function valueIs(value: Value, observation: Observation, scene: Scene): string {
  if (value.kind === 'any') return 'true'
  if (value.kind === 'not')
    return both('result != -1', `!(${observation.matches(value.value, scene)})`)
  return observation.matches(value, scene)
}

/** How a transfer ended: `ended` has an errno, -1 for end of file, 0 where all was done. */
function endingIs(ended: Value | undefined): string {
  if (!ended) return '!ended'
  if (ended.kind === 'any') return 'ended'
  if (ended.kind === 'data') return 'ended == -1'
  if (ended.kind === 'failure') return `ended == ${ended.errno}`
  throw new CannotReproduce('an unusual end of a transfer')
}

/** Names without value where one of these outcomes is a failure that is allowed. */
export function perhapsUnbound(step: Step, act: Act): string[] {
  if (step.kind !== 'act' && step.kind !== 'end') return []
  const mayFail = step.wanted.outcomes.some(
    outcome => outcome.kind === 'value' && outcome.value.kind === 'failure',
  )
  return mayFail ? newNames(step, act) : []
}

/** Puts together the bytes that are expected, where a literal cannot say them. */
function expectedBytes(wanted: Wanted, { bytes }: Observation, scene: Scene): readonly string[] {
  if (!bytes) return []
  const made = wanted.outcomes.flatMap(outcome => {
    if (outcome.kind !== 'value' || outcome.value.kind !== 'data') return []
    const { before } = bytesFor(outcome.value, scene.naming)
    return before.length > 0 ? [before] : []
  })
  if (made.length > 1) throw new CannotReproduce('two runs of bytes that are put together')
  return made[0] ?? []
}

/** Gives new names their values. */
function bindings(wanted: Wanted, act: Act, observation: Observation, scene: Scene): string[] {
  return wanted.outcomes.flatMap(outcome => {
    if (outcome.kind !== 'value') return []
    const { value } = outcome
    const part = (name: string, where: string) => {
      const lies = observation.parts?.[where]
      if (!scene.isNew(name)) return []
      if (!lies) throw new CannotReproduce(`'${name}' in the result of ${act.call}()`)
      if (scene.isText(name)) return [`(void)strcpy(${scene.naming(name)}, ${lies})`]
      return [`${scene.naming(name)} = ${castTo(scene.typeOf(name))}${lies}`]
    }
    if (value.kind === 'name' && !value.group) return part(value.name, '')
    if (value.kind === 'list')
      return value.items.flatMap((item, i) => (item.kind === 'name' ? part(item.name, `${i}`) : []))
    if (value.kind === 'struct')
      return value.fields.flatMap(field =>
        field.value.kind === 'name' && !field.value.group ? part(field.value.name, field.name) : [],
      )
    return []
  })
}

/** Up to so many times, or for each element; what is expected holds for each, and `then` for what ended it. */
function countedBody(act: Act, scene: Scene): string {
  const [outcome, ...more] = act.wanted.outcomes.filter(({ kind }) => kind === 'value')
  if (more.length > 0 || outcome?.kind !== 'value')
    throw new CannotReproduce('a counted step with several outcomes')
  const observation = observationOf(act, scene)
  const each = act.args.find(hasEach)
  const limit =
    each?.kind === 'name'
      ? `${scene.naming(each.name)}_count`
      : countOf(act.count ?? 1, scene.naming)
  const noted = observation.notes ?? `got(${observation.call})`
  const { value, ended } = outcome
  const fresh =
    value.kind === 'name' && value.each && scene.isNew(value.name)
      ? scene.naming(value.name)
      : undefined
  const one = fresh || value.kind === 'any' ? 'result != -1' : valueIs(value, observation, scene)
  const before = observation.before?.length ? `${observation.before.join(', ')}, ` : ''
  const kept = fresh ? `${fresh}[${fresh}_count++] = (int)result` : 'continue'
  const end = ended
    ? ended.kind === 'failure'
      ? `times > 0 && ${failureIs(ended)}`
      : `times > 0 && times < ${limit}`
    : value.kind === 'any'
      ? 'true'
      : `times == ${limit}`
  return `{\n\t\tfor (times = 0; times < ${limit} && (${before}${noted}, ${one}); times++)\n\t\t\t${kept};\n\t\tallow(${end});\n\t}`
}

/** Names that get their value in this step. */
export function newNames(step: Step, act: Act): string[] {
  if (step.kind !== 'act' && step.kind !== 'end') return []
  return step.wanted.outcomes.flatMap(outcome =>
    namesIn(outcome, showsOf(act)).map(({ name }) => name),
  )
}

/** What a process is called in C. */
export function processWord(who: string): string {
  return who === FIRST_PROCESS ? 'the_first' : who
}

/** The step's text without who takes it. */
export function textOf(step: Step): string {
  return step.text.replace(/^[a-z][a-z0-9_]*(?:\|[a-z][a-z0-9_]*)*:\s+/, '')
}
