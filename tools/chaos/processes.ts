/** Processes that faults kill, pause and start again. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { patienceMs } from '../../test/support/patience.ts'

export interface KeptProcess {
  readonly name: string
  /** The process that runs now; undefined between two. */
  readonly child: ChildProcess | undefined
  /** How often it was started. */
  readonly starts: number
  /** Everything that all its processes wrote to standard error. */
  readonly stderr: string
  start(): Promise<void>
  /** Sends the signal, waits for the end and, after `forMs`, starts it again. Does nothing if no process runs. */
  restart(signal: 'SIGKILL' | 'SIGTERM', afterMs: number): Promise<void>
  pause(forMs: number): Promise<void>
  /** Ends the process and does not start it again. @returns the exit code; null if it had to be killed */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
}

interface KeepOptions {
  readonly name: string
  readonly launch: () => ChildProcess
  /** Resolves when the process is ready. */
  readonly ready: (child: ChildProcess) => Promise<unknown>
  /** Called when the process ended without being asked to. The result says whether to start it again. */
  readonly onUnexpected: (code: number | null, signal: string | null, stderr: string) => boolean
}

/** No child process outlives this process. */
const living = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

export function keepProcess({ name, launch, ready, onUnexpected }: KeepOptions): KeptProcess {
  let child: ChildProcess | undefined
  let wanted = false
  let starts = 0
  let stderr = ''

  async function start(): Promise<void> {
    wanted = true
    starts++
    const started = launch()
    child = started
    living.add(started)
    let own = ''
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      own += text
      stderr += text
    })
    started.once('close', (code, signal) => {
      living.delete(started)
      if (child !== started) return
      child = undefined
      if (wanted && onUnexpected(code, signal, own)) void start()
    })
    await Promise.race([ready(started).catch(() => {}), once(started, 'close')])
  }

  /** Forgets the process before it asks it to end, so that its end is expected. */
  async function stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const ending = child
    child = undefined
    if (ending === undefined) return 0
    const ended = once(ending, 'close') as Promise<[number | null]>
    ending.kill('SIGCONT')
    ending.kill(signal)
    const timer = setTimeout(() => ending.kill('SIGKILL'), patienceMs)
    const [code] = await ended
    clearTimeout(timer)
    return code
  }

  return {
    name,
    get child() {
      return child
    },
    get starts() {
      return starts
    },
    get stderr() {
      return stderr
    },
    start,
    async restart(signal, afterMs) {
      if (child === undefined) return
      await stop(signal)
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      if (wanted) await start()
    },
    async pause(forMs) {
      const paused = child
      if (paused === undefined) return
      paused.kill('SIGSTOP')
      await new Promise((resolve) => setTimeout(resolve, forMs))
      paused.kill('SIGCONT')
    },
    async end(signal) {
      wanted = false
      return stop(signal)
    },
  }
}
