/** The texts that cases cite: which one a citation names, and in which order people look for them. */

/** `XSH close` of `XSH close, DESCRIPTION`; what cites nothing has none. */
export function clauseOf(cites: readonly string[]): string {
  const [first = ''] = cites
  const comma = first.indexOf(',')
  return comma < 0 ? first : first.slice(0, comma)
}

const ofStandard = /^X(BD|SH|CU|RAT) /

/** Whether a citation is of POSIX.1-2024, and not of a system's manual. */
export function isOfStandard(cite: string): boolean {
  return ofStandard.test(cite)
}

/** The standard first, then manuals, then what cites nothing; `11.1.9` before `11.1.10`. */
export function byClause(a: string, b: string): number {
  const [first, second] = [orderOf(a), orderOf(b)]
  return first < second ? -1 : first > second ? 1 : 0
}

function orderOf(clause: string): string {
  const kind = clause === '' ? '2' : isOfStandard(clause) ? '0' : '1'
  return kind + clause.replace(/\d+/g, number => number.padStart(6, '0'))
}
