/** The stage of a case (language 5.1): a keeper leads the session, and the first process is its child. */

import type { Settings } from '../implementation.js'
import type { Case } from '../suite/suite.js'
import { OpenFile } from './file.js'
import type { Kernel } from './kernel.js'
import { fork } from './lives.js'
import { isRoot, keepsRoot } from './needs.js'
import { locate } from './paths.js'
import type { Process } from './process.js'
import { NullDevice } from './streams.js'
import { SCRATCH } from './world.js'

export interface User {
  readonly uid: number
  readonly gid: number
}

/** Who cases are played as where the probe is root and no right is needed, and UID_OTHER where one is. */
export function ordinaryUser(kernel: Kernel): User {
  const [uid = 0, gid = 0] = kernel.setting('ordinary').split(':').map(Number)
  return { uid, gid }
}

function userOf(kernel: Kernel, of: Case, settings: Settings): User {
  const own = Number(settings['user'])
  if (!isRoot(settings)) return { uid: own, gid: own }
  return keepsRoot(of, settings) ? { uid: 0, gid: 0 } : ordinaryUser(kernel)
}

/** Descriptors 0 to 2 on /dev/null, an empty scratch folder as working directory. */
export function firstProcess(kernel: Kernel, of: Case, settings: Settings): Process {
  const { uid, gid } = userOf(kernel, of, settings)
  const { namespace, scratch, files } = kernel.world
  const as = ({ uid, gid }: User) => ({
    uid,
    euid: uid,
    suid: uid,
    gid,
    egid: gid,
    groups: [],
    namespace: kernel.world.users,
    isCapable: uid === 0,
  })
  const keeper = kernel.admit(undefined, {
    credentials: as({ uid: 0, gid: 0 }),
    directory: namespace.root,
    namespace,
  })
  scratch.uid = uid
  scratch.gid = gid
  const first = fork(kernel, keeper)
  first.credentials = as({ uid, gid })
  const nothing = locate(keeper, '/dev/null')
  const file = new OpenFile(new NullDevice(), nothing.node, new Set(['O_RDWR']), nothing)
  for (let i = 0; i < 3; i++) files.install(first, file)
  first.directory = locate(keeper, SCRATCH)
  return first
}
