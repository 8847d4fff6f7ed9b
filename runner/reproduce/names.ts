/** The names of a case as variables of C. */
import { FIRST_PROCESS } from '../suite/suite.js'
import type { Name } from './cast.js'

/** Words of C and of its library that are no variable of a case. */
const reserved = [
  'auto break case char const continue default do double else enum extern float for goto if inline int long register',
  'restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false',
  'index link time signal wait read write open close dup pipe fork kill poll select stat mount access main exit',
  'daemon remove rename y0 y1 yn j0 j1 jn shared claim play',
].flatMap(words => words.split(' '))

/** What each name is in C, and which have their values where a step stands. */
export class Names {
  private readonly known = new Set<string>()
  private readonly taken: ReadonlySet<string>

  constructor(
    readonly all: ReadonlyMap<string, Name>,
    private readonly shared: ReadonlySet<string>,
    private readonly processes: ReadonlyMap<string, string>,
    /** What the programs' own C defines. */
    defined: Iterable<string>,
  ) {
    this.taken = new Set([...reserved, ...defined])
  }

  /** Another form of the name where C or the library means something else by it. */
  private word(name: string): string {
    return this.taken.has(name) ? `${name}_` : name
  }

  naming = Object.assign(
    (name: string): string => {
      if (!this.shared.has(name)) return this.word(name)
      return this.processes.has(name) ? `shared->pid[P_${name}]` : `shared->${this.word(name)}`
    },
    {
      inText: (name: string): string =>
        this.isText(name) ? this.naming(name) : `(long)${this.naming(name)}`,
    },
  )

  isShared = (name: string): boolean => this.shared.has(name)

  isNew = (name: string): boolean => !this.known.has(name)

  bind(name: string): void {
    this.known.add(name)
  }

  isText = (name: string): boolean => ['path', 'data'].includes(this.all.get(name)?.shows ?? '')

  private typeOf = (name: string): string => {
    switch (this.all.get(name)?.shows) {
      case 'fd':
      case 'pair':
        return 'int'
      case 'process':
        return 'pid_t'
      case 'user':
        return 'uid_t'
      case 'group':
        return 'gid_t'
      case 'device':
        return 'dev_t'
      case 'inode':
        return 'ino_t'
      default:
        return 'long'
    }
  }

  private declared(name: string): string {
    if (this.isText(name)) return `char ${this.word(name)}[256]`
    if (this.all.get(name)?.each) return `int ${this.word(name)}[1024], ${this.word(name)}_count`
    return `${this.typeOf(name)} ${this.word(name)}`
  }

  sharedFields(): string[] {
    return this.names()
      .filter(name => this.isShared(name) && !this.processes.has(name))
      .map(name => `\t${this.declared(name)};`)
  }

  /** All names that are variables, processes that nothing else names too. */
  private names(): string[] {
    const unnamed = [...this.processes.keys()].filter(
      who => who !== FIRST_PROCESS && !this.all.has(who) && !who.startsWith('process_'),
    )
    return [...this.all.keys(), ...unnamed]
  }

  /** Declarations, those of one type in a line. */
  declarations(): string[] {
    const lines = new Map<string, string[]>()
    for (const name of this.names()) {
      if (this.shared.has(name)) continue
      const [type = '', ...rest] = this.declared(name).split(' ')
      lines.set(type, [...(lines.get(type) ?? []), rest.join(' ')])
    }
    return [...lines].map(([type, words]) => `static ${type} ${words.join(', ')};`)
  }
}

/** The variables of the program, below a comment; nothing where there is none. */
export function declarations(names: Names, alone: boolean): string {
  const lines = names.declarations()
  if (lines.length === 0) return ''
  const comment = alone
    ? '/* The names of the steps. */'
    : '/* The names of the steps: a process has them from its parent. */'
  return [comment, ...lines].join('\n')
}
