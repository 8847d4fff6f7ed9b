/** A profile: what a system is, as a flat record of named choices. Where systems differ, they differ here. */
import type { Settings } from '../implementation.js'
import type { ClosingChoices } from './choices/closing.js'
import type { DisciplineChoices } from './choices/discipline.js'
import type { EndChoices } from './choices/ends.js'
import type { JobChoices } from './choices/jobs.js'
import type { LibraryChoices } from './choices/library.js'
import type { MountChoices } from './choices/mounts.js'
import type { PacketChoices } from './choices/packets.js'
import type { PairChoices } from './choices/pairs.js'
import type { QueueChoices } from './choices/queues.js'
import type { RequestChoices } from './choices/requests.js'
import type { TermiosChoices } from './choices/termios.js'
import type { WakingChoices } from './choices/waking.js'

/** Every choice, each with its doc comment in `choices/`. */
export interface Choices
  extends PairChoices,
    EndChoices,
    ClosingChoices,
    WakingChoices,
    JobChoices,
    TermiosChoices,
    DisciplineChoices,
    QueueChoices,
    RequestChoices,
    PacketChoices,
    LibraryChoices,
    MountChoices {}

export interface Profile extends Choices {
  readonly name: string
  /** What it is, in a sentence. */
  readonly title: string
  /** Systems it stands for, as `needs` names them. */
  readonly systems: readonly string[]
  /** The newest release that it was held against or read in, as `linux>=4.13` asks for it; absent: older than any. */
  readonly release?: string
  /** What it has not got: `call unshare`, `constant TIOCGPTPEER`. */
  readonly lacks: readonly string[]
  /** How a host of that system is set up where nobody says otherwise; what the system has no such setting of is absent. */
  readonly settings: Settings
}
