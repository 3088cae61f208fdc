/** What a shell completes: commands, their options, and values with a fixed choice, read from the parser itself. */
import type { Command } from 'commander'

export interface CompletionOption {
  /** `--until`, `-V` */
  readonly names: readonly string[]
  readonly about: string
  readonly takesValue: boolean
  /** Empty where any value may follow. */
  readonly choices: readonly string[]
}

export interface CompletionCommand {
  /** Names from the program down; empty for the program. */
  readonly path: readonly string[]
  readonly about: string
  readonly options: readonly CompletionOption[]
  /** Names of its own commands, or the fixed choice of its operand. */
  readonly words: readonly string[]
  readonly hasCommands: boolean
}

/** The program and all commands, each before its own commands. */
export function completionTree(program: Command, path: readonly string[] = []): CompletionCommand[] {
  const commands = program.commands.toSorted((a, b) => (a.name() < b.name() ? -1 : 1))
  const choices = program.registeredArguments.flatMap(({ argChoices = [] }) => argChoices)
  const own: CompletionCommand = {
    path,
    about: program.description(),
    options: program
      .createHelp()
      .visibleOptions(program)
      .map(({ short, long, description, required, optional, argChoices = [] }) => ({
        names: [long, short].filter((name) => name !== undefined && name !== null),
        about: description,
        takesValue: required || optional,
        choices: argChoices,
      })),
    words: commands.length > 0 ? commands.map((command) => command.name()) : choices,
    hasCommands: commands.length > 0,
  }
  return [own, ...commands.flatMap((command) => completionTree(command, [...path, command.name()]))]
}

/** The place of a command in the scripts of bash and zsh: `/refused/list`. */
export function placeOf({ path }: CompletionCommand): string {
  return path.map((name) => `/${name}`).join('')
}
