import { Argument, type Command } from 'commander'
import { expectationsJsonSchema } from '../expect/expectation.js'
import { publishedSchema } from '../records.js'
import { inventoryJsonSchema } from '../remote/inventory.js'

const schemas = {
  run: () => `${JSON.stringify(publishedSchema(), null, 2)}\n`,
  inventory: inventoryJsonSchema,
  expectations: expectationsJsonSchema,
}

/** `ptycheck schema`: what a run folder holds, for other programs; and what files hold that people write, for editors. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .summary('print the JSON Schema of a run folder, an inventory or expectations')
    .addArgument(new Argument('[what]').choices(Object.keys(schemas)).default('run'))
    .addHelpText(
      'after',
      `
$defs.run describes run.json, $defs.line one line of an implementation's NDJSON file.

Examples:
  ptycheck schema > result.schema.json
  ptycheck schema expectations > expectations.schema.json`,
    )
    .action((what: keyof typeof schemas) => {
      process.stdout.write(schemas[what]())
    })
}
