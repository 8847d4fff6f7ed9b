/** Calls that read and write. */
import type { Act } from '../suite/suite.js'
import type { Looking } from './conditions.js'
import { arg, at, type Build, data, number, type Observation, resultIs } from './observation.js'
import { argumentOf, bytesFor } from './values.js'

/** A call that takes bytes as its i-th argument, and their length behind them. */
function withBytes(act: Act, i: number, look: Looking, make: (bytes: string) => Observation) {
  const value = arg(act, i)
  if (value.kind !== 'data') return make(`(void *)${argumentOf(value, look.naming)}, 1`)
  const { before, bytes, length } = bytesFor(value, look.naming)
  return { ...make(`${bytes}, ${length}`), before }
}

/** A transfer that gives a number. */
function noted(notes: string): Observation {
  return { notes, parts: { '': 'result' }, matches: resultIs, transfers: true }
}

/** How each of them is observed. */
export const transferBuilders: Readonly<Record<string, Build>> = {
  read: (act, look) => {
    const [fd, n] = [at(act, 0, look), at(act, 1, look)]
    return data(`got_data(read(${fd}, ${act.args[2] ? at(act, 2, look) : 'data'}, ${n}))`)
  },
  pread: (act, look) =>
    data(`got_data(pread(${at(act, 0, look)}, data, ${at(act, 1, look)}, ${at(act, 2, look)}))`),
  write: (act, look) =>
    withBytes(act, 1, look, bytes => number(`write(${at(act, 0, look)}, ${bytes})`)),
  pwrite: (act, look) =>
    withBytes(act, 1, look, bytes =>
      number(`pwrite(${at(act, 0, look)}, ${bytes}, ${at(act, 2, look)})`),
    ),
  readn: (act, look) =>
    data(`got_readn(${at(act, 0, look)}, ${at(act, 1, look)})`, { transfers: true }),
  drain: (act, look) => data(`got_drain(${at(act, 0, look)})`, { transfers: true }),
  writen: (act, look) =>
    withBytes(act, 1, look, bytes => noted(`got_writen(${at(act, 0, look)}, ${bytes})`)),
  fill: (act, look) => noted(`got_fill(${at(act, 0, look)})`),
  echo: (act, look) => noted(`got_echo(${at(act, 0, look)}, ${at(act, 1, look)})`),
  ping: (act, look) => noted(`got_ping(${at(act, 0, look)}, ${at(act, 1, look)})`),
  splice: (act, look) =>
    number(`splice(${at(act, 0, look)}, NULL, ${at(act, 1, look)}, NULL, ${at(act, 2, look)}, 0)`),
  sendfile: (act, look) =>
    number(`sendfile(${at(act, 0, look)}, ${at(act, 1, look)}, NULL, ${at(act, 2, look)})`),
}
