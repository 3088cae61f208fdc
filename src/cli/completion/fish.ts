/** The completion script of fish: a line for each command and option, under the condition in which it may follow. */
import type { CompletionCommand, CompletionOption } from './tree.ts'

export function fishScript(tree: readonly CompletionCommand[]): string {
  const lines = tree.flatMap((command) => [
    ...wordLines(tree, command),
    ...command.options.map((option) => optionLine(command, option)),
  ])
  return `# fish completion of headwater\n${lines.join('\n')}\n`
}

function wordLines(tree: readonly CompletionCommand[], command: CompletionCommand): string[] {
  const { words, path, hasCommands } = command
  const condition = hasCommands ? `${within(path)}; and not ${seen(words)}` : within(path)
  return words.map((word) => {
    const own = tree.find((other) => other.path.join(' ') === [...path, word].join(' '))
    const about = own === undefined ? '' : ` -d ${quoted(own.about)}`
    return `complete -c headwater -f -n ${quoted(condition)} -a ${word}${about}`
  })
}

function optionLine(
  { path }: CompletionCommand,
  { names, about, takesValue, choices }: CompletionOption,
): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
  const value = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? ' -r' : ''
  return `complete -c headwater -n ${quoted(within(path))} ${flags.join(' ')}${value} -d ${quoted(about)}`
}

/** Whether the words so far name this command. */
function within(path: readonly string[]): string {
  return path.length === 0 ? 'true' : path.map((name) => seen([name])).join('; and ')
}

function seen(names: readonly string[]): string {
  return `__fish_seen_subcommand_from ${names.join(' ')}`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
