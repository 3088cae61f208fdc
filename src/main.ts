/** The command line: parses the arguments, runs one command, reports a failure, and sets the exit code. */
import { CommanderError } from 'commander'
import { exitCodeOf, exitCodes, writeFault } from './cli/output/fault.ts'
import { OutputClosed } from './cli/output/output.ts'
import { createProgram } from './cli/program.ts'
import type { Streams } from './cli/session.ts'
import { HeadwaterError } from './errors.ts'

export async function main(argv: readonly string[]): Promise<void> {
  // Data folders hold what everybody earns. chDB's files take their modes from here.
  process.umask(0o077)
  const { stdin, stdout, stderr } = process
  // The parser writes the help and ignores failures. A reader that closes the pipe early is not one.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  process.exitCode = await run(argv, { stdin, stdout, stderr })
}

/** @param argv without the interpreter and the script */
export async function run(argv: readonly string[], streams: Streams): Promise<number> {
  const json = argv.includes('--json')
  let code: number = exitCodes.done
  try {
    if (argv.length === 0) {
      const { showStart } = await import('./cli/start.ts')
      await showStart(streams)
      return code
    }
    const program = await createProgram(
      streams,
      (exitCode) => {
        code = exitCode
      },
      argv[0],
    )
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    const failure = toFailure(error)
    if (failure === undefined) return exitCodes.done
    writeFault(streams.stderr, failure, json)
    if (failure.code === 'internal.bug' && error instanceof Error) streams.stderr.write(`${error.stack}\n`)
    return exitCodeOf(failure)
  }
}

/** Undefined where nothing failed: help was shown, or the reader closed the output. */
function toFailure(error: unknown): HeadwaterError | undefined {
  if (error instanceof OutputClosed) return undefined
  if (error instanceof HeadwaterError) return error
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return undefined
    if (error.code === 'commander.help') {
      return new HeadwaterError({ code: 'usage.invalid', message: 'A command is missing.' })
    }
    return new HeadwaterError({
      code: 'usage.invalid',
      message: sentence(error.message.replace(/^error: /, '')),
    })
  }
  const message = error instanceof Error ? error.message : String(error)
  return new HeadwaterError({ code: 'internal.bug', message: sentence(message) }, { cause: error })
}

/** Commander's messages begin with a small letter, and may end with a suggestion on its own line. */
function sentence(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ').trim()
  const capital = line.charAt(0).toUpperCase() + line.slice(1)
  return /[.!?)]$/.test(capital) ? capital : `${capital}.`
}
