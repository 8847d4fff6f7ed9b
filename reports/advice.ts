/** What to do about a case that gave no verdict: in a sentence, where there is something to be done. */
import type { Result } from '../runner/result.js'

/** Nothing where the result has a verdict, or where nothing can be done. */
export function advice({ verdict, missing = [], class: where, downfall }: Result): string {
  if (verdict === 'untested') return 'Where the host may be put at that risk, allow it: --allow.'
  if (verdict === 'unresolved' && downfall) return downfallAdvice
  if (verdict === 'unresolved') return troubles[where ?? 'harness']
  if (verdict !== 'unsupported') return ''
  const [need = ''] = missing
  const known = needs.find(({ of }) => of.test(need))
  return known?.todo ?? ''
}

const downfallAdvice =
  'The kernel went down, and no case alone is to blame: see the last lines of its console, and boot it again with more `--memory` or one case at a time (-j 1).'

const troubles: Readonly<Record<NonNullable<Result['class']>, string>> = {
  case: 'The case could not do what it set out to; play it again, and tell its author where that stays so.',
  harness: 'That is a mistake of ptycheck: please report it, with the run folder.',
  host: 'Ask `npx ptycheck doctor HOST` what is in the way there; a host that is busy may want --timeout-factor.',
  network:
    'See that the host can be reached, and go on with the run: `npx ptycheck run --resume RUN`.',
}

/** By how a need begins; the first that fits. */
const needs: readonly { readonly of: RegExp; readonly todo: string }[] = [
  {
    of: /^(root|mount-namespace|jail|user-namespace)\b/,
    todo: 'Play it as root, and in a container with the rights for it: log in as root, or say `become: sudo` in ptycheck.yaml.',
  },
  {
    of: /^other-user\b/,
    todo: 'It needs a second user to act as: play it as root with `--user NAME`.',
  },
  {
    of: /^(linux|freebsd|openbsd|netbsd)\b/,
    todo: 'It is about another system; nothing is amiss.',
  },
  {
    of: /^(call|constant) /,
    todo: 'The system, or its C library, has not got it; nothing is amiss where it need not.',
  },
  { of: /^program:/, todo: 'Install that program on the host.' },
  { of: /^threads\b/, todo: 'The probe was built there without threads.' },
  { of: /^\w[\w.-]*=/, todo: 'Set the host up so, and play it once more as another host.' },
]
