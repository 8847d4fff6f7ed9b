/** The comment at the head of a program. */
import { folded } from '../suite/folded.js'
import type { Case } from '../suite/suite.js'

/** What each level says of a step that is not as allowed. */
const levels = {
  shall: 'The text demands it: what is not allowed below breaks it.',
  should: 'The text recommends it, or leaves a doubt.',
  open: 'No text demands it: what stands as allowed is one way in which it may go.',
}

/** Columns of the comment's text. */
const WIDTH = 96

/** The comment at the head: what is claimed, who demands it, and what names the case for ever. */
export function header(of: Case, version: string): string {
  const cites = of.cites.filter(cite => cite !== 'none')
  const lines = [
    of.id,
    '',
    ...folded(`${of.title}.`, WIDTH),
    '',
    ...listed('Clause:', cites.length > 0 ? cites : ['none']),
    `Level:   ${of.level}. ${levels[of.level]}`,
    ...(of.covers.length > 0 ? listed('Covers:', folded(of.covers.join(' '), WIDTH - 9)) : []),
    ...(of.risks.length > 0
      ? [`Risk:    ${of.risks.join(' ')}. Do not run it on a machine that matters.`]
      : []),
    `Case:    sha256 ${of.digest}`,
    `Suite:   ptycheck ${version}; id and digest name this case for ever`,
    '',
    'Each step below is a line of the suite, with what is allowed behind the =; the C at its side',
    'makes the call and compares. The program prints that line, and what it observed.',
    '    cc -std=c99 -o repro FILE && ./repro',
    'Exit status: 0 it holds, 1 it does not, 77 it cannot be tried here.',
  ]
  return `/*\n${lines.map(line => ` * ${line}`.trimEnd()).join('\n')}\n */`.replace(
    /\*\/(?=[\s\S]*\*\/)/g,
    '* /',
  )
}

/** Lines behind a word and below each other. */
function listed(word: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `${(i === 0 ? word : '').padEnd(9)}${line}`)
}
