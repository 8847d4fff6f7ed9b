/** Constants that share a number on a host match each other: each is read as the one that stands for its number. */
import type { Outcome, Value } from './suite.js'

export class Aliases {
  readonly #first = new Map<string, string>()

  /** Groups of names for one number. */
  constructor(groups: readonly (readonly string[])[] = []) {
    for (const [first = '', ...others] of groups)
      for (const other of others) this.#first.set(other, first)
  }

  name(name: string): string {
    return this.#first.get(name) ?? name
  }

  outcome(outcome: Outcome): Outcome {
    if (outcome.kind === 'unfinished' || this.#first.size === 0) return outcome
    return { ...outcome, ...this.seen(outcome) }
  }

  /** A value, and how a transfer or counted step ended. */
  seen<T extends { readonly value: Value; readonly ended?: Value }>({ value, ended }: T) {
    return { value: this.value(value), ...(ended && { ended: this.value(ended) }) }
  }

  value(value: Value): Value {
    if (this.#first.size === 0) return value
    const inside = (values: readonly Value[]) => values.map(item => this.value(item))
    switch (value.kind) {
      case 'flags': {
        const flags = new Map(value.flags.map(({ name, set }) => [this.name(name), set]))
        return { ...value, flags: [...flags].map(([name, set]) => ({ name, set })) }
      }
      case 'failure':
        return { ...value, errno: this.name(value.errno) }
      case 'status':
        return { ...value, detail: this.name(value.detail) }
      case 'name':
        return value.must ? { ...value, must: this.value(value.must) } : value
      case 'not':
        return { ...value, value: this.value(value.value) }
      case 'list':
      case 'set':
        return { ...value, items: inside(value.items) }
      case 'struct':
        return {
          ...value,
          fields: value.fields.map(field => ({
            name: this.name(field.name),
            value: this.value(field.value),
          })),
        }
      default:
        return value
    }
  }
}
