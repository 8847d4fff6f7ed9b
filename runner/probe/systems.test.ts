import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const folder = fileURLToPath(new URL('.', import.meta.url))
const systems = ['__linux__', '__FreeBSD__', '__OpenBSD__']

interface Chain {
  readonly at: string
  readonly conditions: string[]
  readonly lines: string[]
}

/** All chains of #if, #elif and #else in a file, with what stands in them. */
function chains(name: string): Chain[] {
  const found: Chain[] = []
  const open: Chain[] = []
  const lines = readFileSync(`${folder}${name}`, 'utf8').split('\n')
  for (const [index, line] of lines.entries()) {
    const [, word = '', condition = ''] =
      /^#\s*(if|ifdef|ifndef|elif|else|endif)\b(.*)$/.exec(line) ?? []
    if (word.startsWith('if')) {
      const chain = { at: `${name}:${index + 1}`, conditions: [condition], lines: [] }
      open.push(chain)
      found.push(chain)
    } else if (word === 'elif') open.at(-1)?.conditions.push(condition)
    else if (word === 'else') open.at(-1)?.conditions.push('else')
    else if (word === 'endif') open.pop()
    else for (const chain of open) chain.lines.push(line)
  }
  return found
}

const files = readdirSync(folder).filter(name => /\.[ch]$/.test(name))
/** A call may be one system's own, a part of the engine may not. */
const all = files.filter(name => !name.startsWith('calls_')).flatMap(chains)

t.test('what is written for one system is written for the others', async t => {
  t.ok(all.length > 50, 'there are conditions to look at')
  for (const { at, conditions, lines } of all) {
    const named = systems.filter(system => conditions.some(one => one.includes(system)))
    const inclusionsOnly = lines.every(line => /^(\s*|#\s*(include|define)\b.*)$/.test(line))
    if (named.length === 0 || inclusionsOnly || conditions.includes('else')) continue
    const bsds = named.filter(system => system !== '__linux__')
    t.not(bsds.length, 1, `${at} serves FreeBSD and OpenBSD, or has an #else`)
  }
})

t.test('no name of ours is one that a header of theirs has', async t => {
  const taken = ['struct user', 'struct proc', 'struct session', 'struct tty', 'struct file']
  for (const name of files) {
    const text = readFileSync(`${folder}${name}`, 'utf8')
    for (const word of taken)
      t.notMatch(text, new RegExp(`\\b${word} \\{`), `${name} defines no ${word}`)
  }
})

t.test('no call waits for entropy, or makes a linker warn', async t => {
  const calls = ['mkdtemp', 'mkstemp', 'mktemp', 'tmpfile', 'tmpnam', 'arc4random', 'getentropy']
  const warned = ['strcpy', 'strcat', 'stpcpy', 'sprintf', 'vsprintf', 'rand', 'random', 'getwd']
  const folders = ['', 'packed/']
  for (const name of folders.flatMap(one =>
    readdirSync(`${folder}${one}`)
      .filter(file => file.endsWith('.c'))
      .map(file => `${one}${file}`),
  )) {
    const code = readFileSync(`${folder}${name}`, 'utf8').replace(/\/\*[\s\S]*?\*\/|"[^"\n]*"/g, '')
    for (const call of [...calls, ...warned])
      t.notMatch(code, new RegExp(`\\b${call}\\(`), `${name} does not call ${call}()`)
  }
})
