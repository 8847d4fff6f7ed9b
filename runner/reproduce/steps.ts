/** What a step does in C: makes the call, notes what it gave, and says what is allowed. */
import { printValue } from '../suite/print.js'
import type { Act, Step, Value } from '../suite/suite.js'
import { bindings, type Scene } from './bindings.js'
import { childOf } from './cast.js'
import { both, negated } from './conditions.js'
import { failureIs, type Observation } from './observation.js'
import { observationOf } from './observations.js'
import { allowed, expectedBytes, valueIs } from './outcomes.js'
import { type Statement, statement } from './statements.js'
import { CannotReproduce, countOf, quoted } from './values.js'

/** The statements of an act, or of the end of a call. Throws CannotReproduce. */
export function bodyOf(step: Step, act: Act, scene: Scene): readonly Statement[] {
  if (step.kind === 'end') {
    const observation = observationOf(act, scene)
    return [
      ...bindings(step.wanted, act, observation, scene),
      ...expectedBytes(step.wanted, observation, scene),
      `allow(${allowed(step.wanted, observation, scene)})`,
    ].map(statement)
  }
  if (act.count !== undefined || act.args.some(hasEach)) return counted(act, scene)
  const child = childOf(act) ?? ''
  if (act.call === 'fork')
    return [`${scene.isShared(child) ? '' : `${scene.naming(child)} = `}forked(P_${child});`]
  if (act.call === '_exit')
    return [`exits(${printValue(act.args[0] ?? { kind: 'number', value: 0n })});`]
  const observation = withChild(observationOf(act, scene), act)
  if (act.call === 'forkpty') return forkpty(act, observation, scene)
  if (act.settles) return settling(act, observation, scene)
  return [
    ...(observation.before ?? []),
    ...(short(act, observation, scene) ?? long(act, observation, scene)),
  ].map(statement)
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

/** What notes the result, whatever its kind. */
function noting({ call, notes }: Observation): string {
  return notes ?? `got(${call})`
}

/** The child goes on with the step behind, and knows its own number. */
function forkpty(act: Act, observation: Observation, scene: Scene): Statement[] {
  const child = childOf(act) ?? ''
  const isNamed = !child.startsWith('process_') && !scene.isShared(child)
  const rest = bindings(act.wanted, act, observation, scene).filter(
    bind => !bind.endsWith(' = masters[1]'),
  )
  return [
    ...(observation.before ?? []).map(statement),
    `${isNamed ? `${scene.naming(child)} = ` : ''}${noting(observation)};`,
    {
      head: `if (me != P_${child})`,
      body: [...rest, `allow(${allowed(act.wanted, observation, scene)})`].map(statement),
    },
  ]
}

/** The call again and again, until what it gives is allowed. */
function settling(act: Act, observation: Observation, scene: Scene): Statement[] {
  const condition = allowed(act.wanted, observation, scene)
  return [
    {
      head: 'do',
      body: [...(observation.before ?? []), noting(observation)].map(statement),
      tail: `while (${negated(condition)} && again());`,
    },
    'allow(true);',
  ]
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
    if (part instanceof Uint8Array && parts.length === 0)
      return [`reads(${read}, ${quoted(part)}, ${part.length})`]
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
  return [`${name} = gives(${call})`]
}

function long(act: Act, observation: Observation, scene: Scene): string[] {
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
    noting(observation),
    ...bindings(act.wanted, act, observation, scene),
    ...expectedBytes(act.wanted, observation, scene),
    `allow(${condition})`,
  ]
}

/** Up to so many times, or for each element; what is expected holds for each, and `then` for what ended it. */
function counted(act: Act, scene: Scene): Statement[] {
  const [outcome, ...more] = act.wanted.outcomes.filter(({ kind }) => kind === 'value')
  if (more.length > 0 || outcome?.kind !== 'value')
    throw new CannotReproduce('a counted step with several outcomes')
  const observation = observationOf(act, scene)
  const each = act.args.find(hasEach)
  const limit =
    each?.kind === 'name'
      ? `${scene.naming(each.name)}_count`
      : countOf(act.count ?? 1, scene.naming)
  const { value, ended } = outcome
  const fresh =
    value.kind === 'name' && value.each && scene.isNew(value.name)
      ? scene.naming(value.name)
      : undefined
  const one = fresh || value.kind === 'any' ? 'result != -1' : valueIs(value, observation, scene)
  const end = ended
    ? ended.kind === 'failure'
      ? `times > 0 && ${failureIs(ended)}`
      : `times > 0 && times < ${limit}`
    : value.kind === 'any'
      ? 'true'
      : `times == ${limit}`
  return [
    {
      head: `for (times = 0; times < ${limit}; times++)`,
      body: [
        ...(observation.before ?? []).map(statement),
        statement(noting(observation)),
        { head: `if (${negated(one)})`, body: ['break;'] },
        ...(fresh ? [`${fresh}[${fresh}_count++] = result;`] : []),
      ],
    },
    `allow(${end});`,
  ]
}
