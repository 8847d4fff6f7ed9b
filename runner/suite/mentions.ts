/** What a value mentions: names and constants, wherever in it they stand. */
import type { Value } from './suite.js'

export function eachName(value: Value, visit: (name: string) => void): void {
  if (value.kind === 'name') {
    visit(value.name)
    if (value.must) eachName(value.must, visit)
  } else if (value.kind === 'data')
    for (const piece of value.pieces) {
      const counts = piece.kind === 'string' ? [piece.times] : [piece.from, piece.count]
      for (const count of counts) if (typeof count === 'string') visit(count)
      if (piece.kind === 'string')
        for (const part of piece.parts) if (!(part instanceof Uint8Array)) visit(part.name)
    }
  else if (value.kind === 'range') {
    for (const end of [value.low, value.high]) if (typeof end === 'string') visit(end)
  } else for (const part of partsOf(value)) eachName(part, visit)
}

export function eachConstant(value: Value, visit: (name: string) => void): void {
  if (value.kind === 'flags') for (const flag of value.flags) visit(flag.name)
  else if (value.kind === 'failure' && !/^\d+$/.test(value.errno)) visit(value.errno)
  else if (value.kind === 'status' && value.what !== 'exited' && value.detail !== '')
    visit(value.detail)
  else if (value.kind === 'name' && value.must) eachConstant(value.must, visit)
  else for (const part of partsOf(value)) eachConstant(part, visit)
}

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
    case 'set':
      return value.items
    case 'struct':
      return value.fields.map(field => field.value)
    case 'form':
      return value.args
    case 'not':
      return [value.value]
    default:
      return []
  }
}
