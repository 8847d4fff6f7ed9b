import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

/** Who may import whom: the table of ARCHITECTURE.md. A place is a folder or a file; the longest that fits counts. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'runner/suite': ['runner/suite', 'node:crypto', 'node:fs/promises', 'node:path'],
  'runner/implementation.ts': ['runner/suite'],
  'runner/model': ['runner/model', 'runner/suite', 'runner/implementation.ts'],
  'runner/remote': [
    'runner/remote',
    'runner/suite',
    'runner/implementation.ts',
    'runner/yaml-file.ts',
    ...['runner/cache.ts', 'runner/own-user.ts'],
    'execa',
    'ssh2',
    'zod',
    'node:',
  ],
  'runner/yaml-file.ts': ['runner/suite', 'yaml'],
  'runner/expect': [
    'runner/expect',
    'runner/suite',
    'runner/result.ts',
    'runner/status.ts',
    'runner/yaml-file.ts',
    ...['reports/compare.ts', 'reports/evidence.ts', 'reports/signature.ts'],
    'yaml',
    'zod',
  ],
  'runner/expect/expectation.ts': ['zod'],
  'runner/serve': [
    'runner/serve',
    'runner/remote',
    'runner/suite',
    'runner/implementation.ts',
    'ssh2',
    'node:',
  ],
  'runner/reproduce': ['runner/reproduce', 'runner/suite'],
  'runner/result.ts': ['runner/records.ts', 'zod'],
  'runner/records.ts': ['runner/expect/expectation.ts', 'runner/result.ts', 'zod'],
  'runner/case-record.ts': ['runner/suite', 'runner/result.ts'],
  'runner/folder-error.ts': [],
  'runner/observe.ts': ['runner/suite', 'runner/implementation.ts'],
  'runner/judged.ts': [
    'runner/suite',
    'runner/implementation.ts',
    'runner/observe.ts',
    'runner/result.ts',
  ],
  'runner/judge.ts': [
    'runner/suite',
    'runner/implementation.ts',
    'runner/judged.ts',
    'runner/result.ts',
  ],
  'runner/repeated.ts': ['runner/suite', 'runner/implementation.ts', 'runner/judged.ts'],
  'runner/predict.ts': [
    'runner/suite',
    'runner/implementation.ts',
    'runner/judge.ts',
    'runner/result.ts',
  ],
  'runner/own-user.ts': ['node:'],
  'runner/cache.ts': ['runner/own-user.ts', 'node:'],
  'runner/kept.ts': ['runner/cache.ts', 'node:'],
  'runner/program.ts': ['node:'],
  'runner/memory.ts': ['runner/suite', 'runner/kept.ts', 'runner/predict.ts', 'runner/program.ts'],
  'runner/known-suites.ts': ['runner/suite', 'runner/kept.ts', 'runner/program.ts', 'node:v8'],
  'runner/play.ts': [
    'runner/suite',
    'runner/implementation.ts',
    'runner/judge.ts',
    'runner/predict.ts',
    'runner/result.ts',
  ],
  'runner/judge-again.ts': [
    'runner/suite',
    'runner/implementation.ts',
    'runner/judge.ts',
    'runner/predict.ts',
    'runner/result.ts',
  ],
  'runner/mutants.ts': [
    'runner/suite',
    'runner/implementation.ts',
    'runner/model',
    'runner/judge.ts',
    'runner/predict.ts',
  ],
  'runner/folder.ts': [
    'runner/folder-error.ts',
    'runner/records.ts',
    'runner/result.ts',
    'runner/run-reader.ts',
    'zod',
  ],
  'runner/run-reader.ts': ['runner/folder-error.ts', 'runner/result.ts', 'node:'],
  'runner/run-writer.ts': ['runner/folder-error.ts', 'runner/result.ts', 'runner/seal.ts', 'node:'],
  'runner/seal.ts': ['node:crypto'],
  'runner/redact.ts': ['node:net'],
  'runner/leaks.ts': ['runner/redact.ts', 'runner/result.ts', 'node:'],
  'runner/verify.ts': [
    'runner/folder-error.ts',
    'runner/records.ts',
    'runner/result.ts',
    'runner/seal.ts',
    'node:',
  ],
  'runner/same-system.ts': ['runner/result.ts'],
  'runner/merge.ts': [
    'runner/folder-error.ts',
    'runner/result.ts',
    'runner/run-writer.ts',
    'runner/same-system.ts',
  ],
  'runner/table.ts': ['runner/suite'],
  'runner/clauses.ts': ['runner/suite', 'runner/table.ts'],
  'runner/coverage.ts': ['runner/suite', 'runner/table.ts'],
  'runner/engine.ts': ['node:v8'],
  'runner/shard.ts': [],
  'runner/status.ts': ['runner/result.ts'],
  reports: ['reports', 'runner/result.ts', 'runner/same-system.ts', 'runner/suite', 'node:'],
  'reports/pages/compile.ts': ['handlebars'],
  'reports/formats': ['reports', 'runner/result.ts', 'yaml', 'sarif', 'node:'],
  'runner/commands': [''],
  'runner/main.ts': [''],
  fixtures: [
    ...['fixtures', 'runner', 'node:', 'commander', 'execa', 'fast-check', 'tap', 'v8-to-istanbul'],
    'yaml',
  ],
}

/** Imported by nothing. */
const tops = ['runner/commands', 'runner/main.ts']

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

function sources(): string[] {
  return ['runner', 'reports', 'fixtures', 'suites'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map(file => join(folder, file))
      .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts')),
  )
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = [
    ...text.matchAll(
      /^(?:import|export)\b[^'\n]*(?:\n[^'\n]+)*?from '([^']+)'|^import '([^']+)'/gm,
    ),
  ]
  return found.map(match => {
    const name = match[1] ?? match[2] ?? ''
    return name.startsWith('.') ? join(dirname(file), name).replace(/\.js$/, '.ts') : name
  })
}

function within(name: string, place: string): boolean {
  if (place === '' || (place.endsWith(':') && name.startsWith(place))) return true
  return name === place || name.startsWith(`${place}/`)
}

for (const file of sources()) {
  const place = Object.keys(allowed)
    .filter(key => within(file, key))
    .sort((a, b) => b.length - a.length)[0]
  t.ok(place, `${file} has a place in the table`)
  for (const name of importsOf(file)) {
    const permitted = allowed[place ?? '']?.some(entry => within(name, entry))
    t.ok(permitted, `${file} may import ${name}`)
    const top = tops.find(entry => within(name, entry) && !tops.some(own => within(file, own)))
    t.notOk(top, `${relative('.', file)} imports nothing of the command line (${name})`)
  }
}

t.ok(sources().length > 20, 'there are sources to look at')
