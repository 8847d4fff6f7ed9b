/** Mounts and prisons: what is refused. */
import t from 'tap'
import { shownOnce } from '../../../fixtures/model-cases.js'
import { freebsd } from '../profiles/freebsd.js'
import { linux } from '../profiles/linux.js'

t.test('the devpts of the host is not mounted anew with other options', t => {
  const lines = `given private-mounts
mount(NULL, "/dev/pts", NULL, MS_REMOUNT, "mode=600") = ?`
  t.match(shownOnce(lines, linux).at(-1), /refused .*a file system of the host/)
  t.end()
})

t.test('where instances are made on request, users of a namespace mount only new ones', t => {
  const lines = `needs user-namespace
given private-mounts
unshare(CLONE_NEWUSER|CLONE_NEWNS) = 0
mount("none", dir, "devpts", 0, NULL) = ?`
  t.equal(shownOnce(lines, { ...linux, instances: 'on-request' }).at(-1), '-1 EINVAL')
  t.end()
})

t.test('a jail is for root to make', t => {
  t.equal(shownOnce('mkdtemp() = dir\njail(dir, "x") = ?', freebsd).at(-1), '-1 EPERM')
  t.end()
})

t.test('files outside of the scratch folder are not written', t => {
  t.match(shownOnce('needs root\nwritefile("/dev/x", "x") = ?', linux), [/refused .*outside/])
  t.end()
})

t.test('nobody makes folders in a scratch folder that is not his', t => {
  const lines = `needs root
fork() = p
p: setuid(UID_OTHER) = 0
p: mkdtemp() = ?`
  t.equal(shownOnce(lines, linux).at(-1), 'NULL EACCES')
  t.end()
})
