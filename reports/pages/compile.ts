/** Templates as JavaScript: Handlebars reads them, and each becomes a function that puts its page's text together. */
import Handlebars from 'handlebars'

/** A template's name -> its text. */
export type Sources = ReadonlyMap<string, string>

/**
 * A module whose default export takes what `templates.ts` lends and gives the functions by name. Throws where a template says
 * what this does not know: text that is not escaped, a helper, a partial that is not there. Handlebars' own functions do the
 * same, ten times as slowly: they look up each helper and each property anew, in objects that are made for each call.
 */
export function compiled(sources: Sources): string {
  const functions = [...sources].map(([name, source]) => {
    const body = new Template(name, sources).program(Handlebars.parse(source), ['v0'])
    return `${JSON.stringify(name)}: (v0, block) => ${body}`
  })
  return `export default ({ text, holds, each }) => {\nconst all = {\n${functions.join(',\n')}\n}\nreturn all\n}\n`
}

class Template {
  constructor(
    private readonly name: string,
    private readonly sources: Sources,
  ) {}

  /** An expression for the text of these statements; `about` are the values they speak of, the innermost last. */
  program(program: hbs.AST.Program | undefined, about: readonly string[]): string {
    const parts = (program?.body ?? []).map(one => this.#statement(one, about))
    return parts.filter(Boolean).join(' + ') || "''"
  }

  #statement(one: hbs.AST.Statement, about: readonly string[]): string {
    if (isA<hbs.AST.ContentStatement>(one, 'ContentStatement'))
      return one.value && JSON.stringify(one.value)
    if ('hash' in one && one.hash) return this.#refuse(one)
    if (isA<hbs.AST.MustacheStatement>(one, 'MustacheStatement')) {
      if (!one.escaped || one.params.length > 0) return this.#refuse(one)
      const { original, loc } = one.path as hbs.AST.PathExpression
      const place = JSON.stringify(`${original} in ${this.name}.hbs:${loc.start.line}`)
      return `text(${this.#value(one.path, about)}, ${place})`
    }
    if (isA<hbs.AST.BlockStatement>(one, 'BlockStatement')) return this.#block(one, about)
    if (isA<hbs.AST.PartialStatement>(one, 'PartialStatement'))
      return `${JSON.stringify(one.indent)} + ${this.#partial(one, about, 'block')}`
    if (isA<hbs.AST.PartialBlockStatement>(one, 'PartialBlockStatement'))
      return this.#partial(one, about, `() => ${this.program(one.program, about)}`)
    return this.#refuse(one)
  }

  #block(block: hbs.AST.BlockStatement, about: readonly string[]): string {
    if (block.params.length !== 1 || block.program.blockParams) return this.#refuse(block)
    const value = this.#value(block.params[0], about)
    const otherwise = this.program(block.inverse, about)
    if (block.path.original === 'each') {
      const item = `v${about.length}`
      const items = this.program(block.program, [...about, item])
      return `each(${value}, (${item}, first${item}) => ${items}, () => ${otherwise})`
    }
    const then = this.program(block.program, about)
    if (block.path.original === 'if') return `(holds(${value}) ? ${then} : ${otherwise})`
    if (block.path.original === 'unless') return `(holds(${value}) ? ${otherwise} : ${then})`
    return this.#refuse(block)
  }

  #partial(
    partial: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement,
    about: readonly string[],
    block: string,
  ): string {
    const { original } = partial.name as hbs.AST.PathExpression
    if (original === '@partial-block') return 'block()'
    if (!this.sources.has(original)) return this.#refuse(partial)
    const [given] = partial.params
    const value = given ? this.#value(given, about) : about.at(-1)
    return `all[${JSON.stringify(original)}](${value}, ${block})`
  }

  /** `a.b`, `this`, `../a`, or `@first` of the innermost list. */
  #value(path: hbs.AST.Expression | undefined, about: readonly string[]): string {
    if (!path || !isA<hbs.AST.PathExpression>(path, 'PathExpression')) return this.#refuse(path)
    if (path.data && path.original === '@first' && about.length > 1) return `first${about.at(-1)}`
    const of = about.at(-1 - path.depth)
    if (path.data || of === undefined) return this.#refuse(path)
    return [of, ...path.parts.map(part => `[${JSON.stringify(part)}]`)].join('')
  }

  #refuse(node: hbs.AST.Node | undefined): never {
    throw new Error(
      `${this.name}.hbs:${node?.loc.start.line ?? 0}: templates have no such ${node?.type ?? 'block'}`,
    )
  }
}

function isA<Node extends hbs.AST.Node>(node: hbs.AST.Node, type: Node['type']): node is Node {
  return node.type === type
}
