/** Who runs us: also a container's user that is a number alone, which `os.userInfo()` and `os.homedir()` throw on. */
import { homedir, userInfo } from 'node:os'

/** As the table of users has it (getpwuid()); undefined where nobody stands there. */
export function ownName(): string | undefined {
  return orNothing(() => userInfo().username)
}

/** `$HOME`, or what the table of users says; undefined where neither does. */
export function ownHome(): string | undefined {
  return orNothing(homedir)
}

function orNothing(ask: () => string): string | undefined {
  try {
    return ask()
  } catch {
    return undefined
  }
}
