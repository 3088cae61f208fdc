/** Runs the front in a process of its own, for as long as a test needs it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { compiled, firstLine } from '../../test/support/process.ts'

const main = new URL('./main.ts', import.meta.url).pathname

export interface FrontProcess {
  readonly url: string
  stop(): Promise<void>
}

export async function startFrontProcess(env: Readonly<Record<string, string>> = {}): Promise<FrontProcess> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...compiled, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const url = await firstLine(child)
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
