/** The command line in processes of its own, from the sources. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const entry = new URL('../../src/main.ts', import.meta.url).href
/** Sources that were read once are read faster: half of what a short command costs. */
export const compiled = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)),
}
const start = `import(${JSON.stringify(entry)}).then((cli) => cli.main(process.argv.slice(1)))`

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface RunOptions {
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

/** The program, its arguments and its environment. */
export function cliCommand(argv: readonly string[], env: RunOptions['env'] = {}) {
  return {
    file: process.execPath,
    argv: ['-e', start, '--', ...argv],
    env: { PATH: process.env.PATH, ...compiled, ...env },
  }
}

export function startCli(argv: readonly string[], options: RunOptions = {}): ChildProcess {
  const command = cliCommand(argv, options.env)
  return spawn(command.file, command.argv, { env: command.env, stdio: 'pipe' })
}

/** Runs it to its end. */
export async function runCli(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const child = startCli(argv, options)
  child.stdin!.end(options.input ?? '')
  return finish(child)
}

export async function finish(child: ChildProcess): Promise<Finished> {
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...texts }
}

/** First line that the process writes to standard output; it goes on running. */
export async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  child.stdout!.setEncoding('utf8')
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += chunk
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end)
  }
  throw new Error(`the process ended after ${JSON.stringify(text)}`)
}
