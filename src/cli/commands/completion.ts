import { Argument } from 'commander'
import type { CommandDefinition } from './definition.ts'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

export const completionCommand: CommandDefinition = {
  usage: 'completion',
  about: 'print a script that lets a shell complete commands, options and fixed choices',
  examples: [
    'headwater completion bash > ~/.local/share/bash-completion/completions/headwater',
    'headwater completion zsh > ~/.zfunc/_headwater',
  ],
  options: (command) => command.addArgument(new Argument('<shell>', 'the shell').choices(shells)),
  async run(session, [shell]: [Shell]) {
    const { completionTree } = await import('../completion/tree.ts')
    const tree = completionTree(session.program)
    await session.out.raw(await scriptOf(shell, tree))
    return undefined
  },
}

async function scriptOf(
  shell: Shell,
  tree: Parameters<typeof import('../completion/fish.ts').fishScript>[0],
) {
  const { bashScript, zshScript } = await import('../completion/bash.ts')
  const { fishScript } = await import('../completion/fish.ts')
  const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }
  return scripts[shell](tree)
}
