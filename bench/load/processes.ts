/** The processes of a run: what each is called, its memory and its use of the cores while it lives. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { firstLine, startCli } from '../../test/support/process.ts'

export interface RunningProcess {
  readonly name: string
  readonly pid: number
}

interface Usage {
  readonly memoryMiB: number
  /** Seconds of processor time since its start. */
  readonly processorSeconds: number
}

/** Where the kernel tells it, so on Linux; undefined elsewhere, and of a process that has ended. */
export function usageOf({ pid }: RunningProcess): Usage | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [, kibibytes] = /VmRSS:\s*(\d+)/.exec(status)!
    // After the name in brackets: field 3 on; user and system time are 14 and 15, in hundredths.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      memoryMiB: Number(kibibytes) / 1_024,
      processorSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
    }
  } catch {
    return undefined
  }
}

export interface Started extends RunningProcess {
  readonly child: ChildProcess
  /** What it printed first. */
  readonly line: string
  /** Everything that it printed after that, once it has ended. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; stdout: string }>
}

/** A command of Headwater that runs until it is stopped. */
export function startCommand(
  name: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Started> {
  return started(name, startCli(argv, { env }))
}

/** A stand-in of test/support that prints its address. */
export function startProgram(name: string, url: URL, argv: readonly string[] = []): Promise<Started> {
  const child = spawn(process.execPath, [url.pathname, ...argv], {
    env: { PATH: process.env.PATH },
    stdio: 'pipe',
  })
  return started(name, child)
}

async function started(name: string, child: ChildProcess): Promise<Started> {
  // No child process stays, however this process ends.
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  let said = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-8_000)
  })
  const ended = once(child, 'close').then(([code]) => {
    process.removeListener('exit', kill)
    return code as number | null
  })
  const line = await firstLine(child).catch(async (error: Error) => {
    await ended
    throw new Error(`${name}: ${error.message}\n${said}`)
  })
  let stdout = ''
  child.stdout!.on('data', (text: string) => {
    stdout += text
  })
  return {
    name,
    pid: child.pid!,
    child,
    line,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const code = await ended
      if (code !== 0 && signal === 'SIGTERM') process.stderr.write(`${name} ended with ${code}: ${said}\n`)
      return { code, stdout }
    },
  }
}
