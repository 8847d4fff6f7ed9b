/** Defects of waking: who sleeps at one end and does not hear of what happens at the other. */
import type { Defect } from './defect.js'

export const waking: readonly Defect[] = [
  {
    id: 'eof-master-read-never-ends',
    title: 'a read of the master that waits is not woken by the last close of the slave',
    seen: 'Managarm before 2026-04, elfuse',
    cite: 'Managarm bd6f50d72, sysprog21/elfuse#273',
    change: { wokenBySlaveClose: ['poll'] },
  },
  {
    id: 'poll-end-wakes-nobody',
    title: 'a poll() of the master that waits is not woken by the last close of the slave',
    seen: 'Asterinas before 2025-11',
    cite: 'Asterinas 7ebee6d8a',
    change: { wokenBySlaveClose: ['read'] },
  },
  {
    id: 'hup-waiters-not-woken',
    title: 'the last close of the master wakes nobody who sleeps at the slave',
    seen: 'FreeBSD 7 with pts, Haiku R1 betas',
    cite: 'freebsd-stable 2007-11 and 2007-12, Haiku 5193c8cd2f',
    change: { wokenByHangup: [] },
  },
  {
    id: 'hup-pollers-not-woken',
    title: 'the last close of the master wakes readers, but not who waits in poll()',
    seen: 'Haiku R1 betas',
    cite: 'Haiku f7c3fa972c (#19714)',
    change: { wokenByHangup: ['read', 'write'] },
  },
  {
    id: 'hup-writers-not-woken',
    title: 'the last close of the master wakes readers, but not writers',
    seen: 'Haiku R1 betas',
    cite: 'Haiku 311dc3ca7d (#18486)',
    change: { wokenByHangup: ['read', 'poll'] },
  },
  {
    id: 'flow-lost-wakeup-memory-order',
    title: 'a reader falls asleep although the bytes have just come',
    seen: 'Linux 3.12 to 4.0',
    cite: 'Linux 70aca71f92ca, facd885c7506',
    change: { firstDataWakes: false },
  },
  {
    id: 'io-two-readers-one-starved',
    title: 'of two readers that wait at one slave the first is forgotten',
    seen: 'MINIX before 2012',
    cite: 'MINIX ca7a466f4',
    change: { sleepingReaders: 'last' },
  },
]
