/** The names of a case and what they stand for, as results bind them one after the other. */
import type { Shows } from './calls.js'
import { bytesOf, type Lookup, stringValue } from './data.js'
import { type Count, FIRST_PROCESS, type Outcome, type Value } from './suite.js'

/** A bound name: what it stands for, and of what kind that is. */
export interface Bound {
  readonly value: Value
  readonly shows: Shows
  /** The process that bound it: a descriptor's number means something only there. */
  readonly by: string
  /** The elements of a `name[]`. */
  readonly elements?: readonly Value[]
}

export class Bindings implements Lookup {
  private readonly names = new Map<string, Bound>()

  get(name: string): Bound | undefined {
    return this.names.get(name)
  }

  entries(): Iterable<[string, Bound]> {
    return this.names.entries()
  }

  count(count: Count): number {
    if (typeof count === 'number') return count
    const value = this.names.get(count)?.value
    if (value?.kind !== 'number') throw new Error(`'${count}' has no value that is a number`)
    return Number(value.value)
  }

  /** A string's bytes, or a number in decimal: `/proc/$child`. */
  string(name: string): Uint8Array {
    const value = this.names.get(name)?.value
    if (value?.kind === 'number') return bytesOf(stringValue(value.value.toString()))
    if (value?.kind !== 'data') throw new Error(`'${name}' has no value that is a string`)
    return bytesOf(value, this)
  }

  /**
   * Binds every name of the outcomes that has no value yet, as the probe does: by the first result that is no
   * failure, whether or not it matches.
   */
  bind(outcomes: readonly Outcome[], seen: Value, shows: Shows, by = FIRST_PROCESS): void {
    for (const outcome of outcomes)
      if (outcome.kind === 'value') this.bindValue(outcome.value, seen, shows, by)
  }

  private bindValue(wanted: Value, seen: Value, shows: Shows, by: string): void {
    if (seen.kind === 'failure') return
    if (wanted.kind === 'name') {
      if (this.names.has(wanted.name) || wanted.group) return
      const elements = seen.kind === 'list' ? seen.items : [seen]
      this.names.set(wanted.name, { value: seen, shows, by, ...(wanted.each ? { elements } : {}) })
    } else if (wanted.kind === 'list' && seen.kind === 'list') {
      for (const [i, item] of wanted.items.entries()) {
        const part = seen.items[i]
        if (part) this.bindValue(item, part, partShows(shows, i), by)
      }
    } else if (wanted.kind === 'struct' && seen.kind === 'struct')
      for (const field of wanted.fields) {
        const part = seen.fields.find(({ name }) => name === field.name)
        if (part) this.bindValue(field.value, part.value, fieldShows(field.name), by)
      }
  }
}

/** What the i-th element of a list or set is. */
export function partShows(shows: Shows, i: number): Shows {
  if (shows === 'pair') return 'fd'
  if (shows === 'pty') return i < 2 ? 'fd' : 'path'
  if (shows === 'child') return (['fd', 'process', 'path'] as const)[i] ?? 'path'
  if (shows === 'ready') return 'fds'
  return shows === 'fds' ? 'fd' : shows
}

const fields: Readonly<Record<string, Shows>> = {
  pid: 'process',
  pgrp: 'process',
  tpgid: 'process',
  sid: 'process',
  tty: 'device',
  ident: 'fd',
  buf: 'path',
  st_uid: 'user',
  st_gid: 'group',
  st_ino: 'inode',
  st_dev: 'device',
  st_rdev: 'device',
}

/** What a field of a structure is. */
export function fieldShows(name: string): Shows {
  return fields[name] ?? 'number'
}
