/** Choices about devpts as a file system. */
export interface MountChoices {
  /** devpts_remount(): options that are not named go back to their defaults. */
  readonly remountResets: boolean
  /** devpts max=0: no limit, or none at all. */
  readonly maxZero: 'no-limit' | 'none'
}
