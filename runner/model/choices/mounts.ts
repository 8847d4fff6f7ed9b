/** Choices about devpts as a file system. */
export interface MountChoices {
  /**
   * What a mount of devpts shows: an instance of its own (since 4.7), one only where it asks with newinstance and else
   * the first, whose options it then rewrites (devpts_mount() up to 4.6), or always the only one there is.
   */
  readonly instances: 'each-mount' | 'on-request' | 'one'
  /** newinstance, ptmxmode and max: known, or as unknown as any word (CONFIG_DEVPTS_MULTIPLE_INSTANCES=n). */
  readonly instanceOptions: 'known' | 'refused'
  /** mknod_ptmx(): whether there is a multiplexor in the file system itself. */
  readonly multiplexorInside: boolean
  /** Its mode where no ptmxmode is given; DEVPTS_DEFAULT_PTMX_MODE. */
  readonly multiplexorMode: number
  /** Whose numbers uid= and gid= are: of the namespace that mounts (make_kuid()), or the system's own. */
  readonly mountIds: 'mounters' | 'systems'
  /** What max= limits: the pairs of this instance, or of all. */
  readonly limitOf: 'instance' | 'all-instances'
  /** devpts_show_options(): all, those about slaves alone, or none. */
  readonly shownOptions: 'all' | 'of-slaves' | 'none'
  /** Whether a program may mount it; the errno where not. */
  readonly mountable: 'yes' | 'ENODEV'
  /** unlink() of a slave's node (simple_dir_inode_operations). */
  readonly liveNodes: 'stay' | 'removable'
  /** read() of a directory (generic_read_dir()). */
  readonly directoryRead: 'EISDIR' | 'end-of-file'
  /** devpts_remount(): options that are not named go back to their defaults. */
  readonly remountResets: boolean
  /** devpts max=0: no limit, or none at all. */
  readonly maxZero: 'no-limit' | 'none'
}
