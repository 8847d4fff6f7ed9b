/** A bug report as GitHub's Markdown, as mail, and as a comment of Bugzilla. */
import { folded } from '../runner/suite/folded.js'
import type { Block, Bug } from './bug.js'
import { cell, code } from './markdown.js'
import { visible } from './visible.js'

/** What mailing lists take. */
const COLUMNS = 72

export const bugFormats: Readonly<Record<string, (bug: Bug) => string>> = {
  markdown: bug =>
    whole([`# ${cell(bug.subject, MOST)}`, ...sections(bug, markdownHead, markdown)]),
  /** Ready to be mailed: a subject, an empty line, plain text at 72 columns. */
  text: bug => whole([`Subject: ${oneLine(bug.subject)}`, ...sections(bug, textHead, text)]),
  /** The first line goes into the field Summary; comments of Bugzilla are plain text. */
  bugzilla: bug => whole([`Summary: ${oneLine(bug.subject)}`, ...sections(bug, textHead, text)]),
}

/** A paragraph has no limit but the pages'. */
const MOST = 4096

function whole(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`
}

function sections(
  { sections: all }: Bug,
  head: (title: string) => string,
  render: (block: Block) => string,
): string[] {
  return all.flatMap(({ title, blocks }) => [head(title), ...blocks.map(render)])
}

const oneLine = (text: string) => visible(text, MOST)

/** Code keeps its lines and tabs; what steers a terminal does not get into them. */
function linesOf(text: string): string[] {
  const shown = (part: string) => visible(part, MOST)
  return text.split('\n').map(line => line.split('\t').map(shown).join('\t'))
}

const markdownHead = (title: string) => `## ${title}`

function markdown(block: Block): string {
  switch (block.kind) {
    case 'text':
      return cell(block.text, MOST)
    case 'list':
      return block.items.map(item => `- ${cell(item, MOST)}`).join('\n')
    case 'table': {
      const [head = [], ...rows] = block.rows
      const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
      const body = rows.map(cells => row(cells.map((one, n) => (n < 2 ? cell(one) : code(one)))))
      return [row(head), row(head.map(() => '---')), ...body].join('\n')
    }
    case 'code': {
      const lines = linesOf(block.text)
      const runs = lines.flatMap(line => line.match(/`+/g) ?? []).map(run => run.length)
      const fence = '`'.repeat(Math.max(3, ...runs.map(length => length + 1)))
      return [`${fence}${block.language}`, ...lines, fence].join('\n')
    }
  }
}

const textHead = (title: string) => `${title}\n${'-'.repeat(title.length)}`

function text(block: Block): string {
  switch (block.kind) {
    case 'text':
      return folded(oneLine(block.text), COLUMNS).join('\n')
    case 'list':
      return block.items
        .flatMap(item =>
          folded(oneLine(item), COLUMNS - 4).map(
            (line, n) => `${n === 0 ? '  * ' : '    '}${line}`,
          ),
        )
        .join('\n')
    case 'table': {
      const shown = block.rows.map(cells => cells.map(one => visible(one, COLUMNS)))
      const width = (column: number) => Math.max(...shown.map(cells => cells[column]?.length ?? 0))
      return shown
        .map(cells =>
          cells
            .map((one, n) => one.padEnd(width(n)))
            .join('  ')
            .trimEnd(),
        )
        .map(line => `  ${line}`)
        .join('\n')
    }
    case 'code':
      return linesOf(block.text)
        .map(line => (block.language === 'c' ? line : `  ${line}`).trimEnd())
        .join('\n')
  }
}
