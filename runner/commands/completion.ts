import { Argument, type Command } from 'commander'
import { defects } from '../model/defects/index.js'
import { profiles } from '../model/profiles/index.js'
import { faults } from '../serve/fault.js'
import { ownRows } from './coverage.js'

interface Flag {
  readonly flag: string
  readonly summary: string
  /** What may stand behind it, where it is not the same for all verbs. */
  readonly choices: string
}

/** What a verb takes, as shells are told. */
interface Verb {
  readonly name: string
  readonly summary: string
  readonly options: readonly Flag[]
  /** What stands behind the verb, in the shell's own words; empty where it is a file. */
  readonly values: string
}

/** Ids change with the suites, so the shell asks for them. */
const IDS = '$(ptycheck list 2>/dev/null)'

const names = Object.keys(profiles)
const hosts = ['local', ...names.map(name => `reference:${name}`)].join(' ')

/** What stands behind an option; a file behind any other. */
const optionValues: Readonly<Record<string, string>> = {
  '--filter': IDS,
  '--profile': names.join(' '),
  '--host': hosts,
  '--fault': Object.keys(faults).join(' '),
  '--defect': defects.map(({ id }) => id).join(' '),
}

/** `ptycheck completion SHELL`: a script that teaches the shell our verbs, options, ids and profiles. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .summary('print a script that completes command lines')
    .addArgument(new Argument('<shell>').choices(Object.keys(scripts)))
    .addHelpText(
      'after',
      `
Examples:
  source <(ptycheck completion bash)    # in ~/.bashrc
  source <(ptycheck completion zsh)     # in ~/.zshrc, below compinit
  ptycheck completion fish >~/.config/fish/completions/ptycheck.fish
`,
    )
    .action((shell: keyof typeof scripts) => {
      process.stdout.write(scripts[shell](program.commands.map(verbOf)))
    })
}

function verbOf(command: Command): Verb {
  const options = command.createHelp().visibleOptions(command)
  return {
    name: command.name(),
    summary: command.summary(),
    options: options.flatMap(({ long, description, argChoices = [] }) =>
      long ? [{ flag: long, summary: description, choices: argChoices.join(' ') }] : [],
    ),
    values: command.registeredArguments.map(valuesOf).join(' ').trim(),
  }
}

/** By what the argument is called, as help shows it. */
function valuesOf(argument: Argument): string {
  if (argument.name() === 'id') return IDS
  if (argument.name() === 'host') return hosts
  if (argument.name() === 'row') return ownRows().join(' ')
  return argument.argChoices?.join(' ') ?? ''
}

const scripts = { bash, zsh, fish }

/** A colon starts a new word for bash, but not for us: what stands before it is taken off again. */
function bash(verbs: readonly Verb[]): string {
  const flags = verbs.map(({ name, options }) => [name, options.map(({ flag }) => flag).join(' ')])
  const values = verbs.map(({ name, values }) => [name, values])
  const choices = verbs.flatMap(({ name, options }) =>
    options.map(({ flag, choices }) => [`"${name} ${flag}"`, choices]),
  )
  return `_ptycheck() {
  local line=\${COMP_LINE:0:$COMP_POINT} found=
  local word=\${line##*[[:space:]]}
  if ((COMP_CWORD == 1)); then
    found="${verbs.map(({ name }) => name).join(' ')} --help --version"
  elif [[ $word == -* ]]; then
    case \${COMP_WORDS[1]} in
${branches(flags)}
    esac
  else
    case \${COMP_WORDS[1]} in
${branches(values)}
    esac
    case \${COMP_WORDS[COMP_CWORD-1]} in
${branches(Object.entries(optionValues))}
    esac
    case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}" in
${branches(choices)}
    esac
  fi
  COMPREPLY=($(compgen -W "$found" -- "$word"))
  if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
    COMPREPLY=("\${COMPREPLY[@]#"\${word%:*}:"}")
  fi
}
complete -o default -F _ptycheck ptycheck
`
}

/** The lines of a `case` that look a word up. */
function branches(rows: readonly (readonly string[])[]): string {
  return rows
    .filter(([, words]) => words !== '')
    .map(([word, words]) => `      ${word}) found="${words}" ;;`)
    .join('\n')
}

/** zsh plays the script of bash. */
function zsh(verbs: readonly Verb[]): string {
  return `autoload -Uz bashcompinit && bashcompinit\n${bash(verbs)}`
}

function fish(verbs: readonly Verb[]): string {
  const lines = verbs.flatMap(({ name, summary, options, values }) => {
    const behind = `complete -c ptycheck -n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c ptycheck -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
      ...(values === '' ? [] : [`${behind} -f${fishWords(values)}`]),
      ...options.map(({ flag, summary, choices }) => {
        const words = optionValues[flag] ?? choices
        const takes = words === '' ? '' : ` -x${fishWords(words)}`
        return `${behind} -l ${flag.slice(2)}${takes} -d ${quoted(summary)}`
      }),
    ]
  })
  return `${lines.join('\n')}\n`
}

/** Words to offer; fish calls a command in parentheses. */
function fishWords(words: string): string {
  return ` -a ${quoted(words.replace('$(', '('))}`
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`
}
