import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Handlebars from 'handlebars'
import t from 'tap'
import { compiled } from './compile.js'
import { lent } from './templates.js'

const partials = {
  name: '<b>{{name}}</b>',
  frame: '<main>\n{{> @partial-block}}\n</main> of {{name}}',
  list: '{{#each all}}{{name}} of {{../name}}{{#if ../name}}, {{/if}}{{/each}}',
}

const templates = [
  '{{name}} "{{name}}" {{deep.er}} {{zero}} {{none}} {{no}}',
  '{{#if name}}yes{{else}}no{{/if}}{{#if zero}}yes{{else}}no{{/if}}{{#if empty}}yes{{/if}}',
  '{{#if absent}}yes{{else}}no{{/if}}{{#unless all}}none{{else}}some{{/unless}}{{#if deep.er}}!{{/if}}',
  '{{#each all}}{{#unless @first}}, {{/unless}}{{name}}{{else}}none{{/each}}',
  '{{#each empty}}{{name}}{{else}}none of {{name}}{{/each}}{{#each absent}}x{{/each}}',
  '{{#each words}}{{this}}{{#each ../all}}{{#unless @first}};{{/unless}}{{name}}{{/each}}{{/each}}',
  '<p>\n{{#each all}}\n  {{> name this}}\n{{/each}}\n</p>\n  {{> name deep}}\n',
  '{{#> frame}}\n{{> list}} {{name}}\n{{/frame}}\n{{> name deep}}',
  'nothing of it',
  '',
]

const view = {
  name: `<'"&\`=> Grüße`,
  deep: { er: 'deep', name: 'down' },
  zero: 0,
  none: null,
  no: false,
  empty: [],
  all: [{ name: 'one' }, { name: 'two' }],
  words: ['a', 'b'],
}

t.test('a template says what Handlebars itself makes of it', async t => {
  const engine = Handlebars.create()
  for (const [name, source] of Object.entries(partials)) engine.registerPartial(name, source)
  const numbered = templates.map((source, n) => [`t${n}`, source] as const)
  const module = join(t.testdir(), 'compiled.mjs')
  writeFileSync(module, compiled(new Map([...Object.entries(partials), ...numbered])))
  const { default: made } = await import(pathToFileURL(module).href)
  for (const [name, source] of numbered)
    t.equal(made(lent)[name](view), engine.compile(source, { preventIndent: true })(view), source)
})

t.test('a name that is not there is an error of the page, with its place', async t => {
  const module = join(t.testdir(), 'compiled.mjs')
  writeFileSync(module, compiled(new Map([['page', 'a\n{{title}}']])))
  const { default: made } = await import(pathToFileURL(module).href)
  t.throws(() => made(lent).page({ name: 'a' }), { message: /no title in page\.hbs:2/ })
})

t.test(
  'what would not be escaped, or is not known, is an error of the build, with its place',
  async t => {
    for (const source of [
      '{{{name}}}',
      '{{&name}}',
      '{{name other}}',
      '{{#with name}}x{{/with}}',
      '{{#each all as |one|}}{{one}}{{/each}}',
      '{{> other this}}',
      '{{> name this as="b"}}',
      '{{../name}}',
      '{{@first}}',
      '{{@root}}',
      '{{#if "text"}}x{{/if}}',
    ])
      t.throws(
        () =>
          compiled(
            new Map([
              ['name', ''],
              ['page', `\n${source}`],
            ]),
          ),
        { message: /^page\.hbs:2: / },
        source,
      )
  },
)
