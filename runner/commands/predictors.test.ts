import t from 'tap'
import type { Identity } from '../implementation.js'
import { predictorOf } from './predictors.js'

t.test('a host is predicted under the closest profile of its system', async t => {
  const profileOf = (system: string, release: string, libc: string) =>
    predictorOf({ system, release, libc } as Identity)?.profile
  t.equal(profileOf('Linux', '6.18.4', 'glibc 2.36'), 'linux')
  t.equal(profileOf('Linux', '6.18.4', 'musl'), 'musl')
  t.equal(profileOf('Linux', '4.4.0', 'glibc 2.36'), 'gvisor')
  t.equal(profileOf('Linux', '4.4.0-210-generic', 'glibc 2.23'), 'linux', 'a kernel of that year')
  t.equal(profileOf('FreeBSD', '4.4.0', 'FreeBSD'), 'freebsd')
  t.equal(profileOf('Plan 9', '4', ''), undefined)
})
