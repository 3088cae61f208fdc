/** A command of Headwater as a process of its own, from the sources of any checkout, with its time and memory. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export interface Metered {
  readonly wallSeconds: number
  /** Of all its threads. */
  readonly processorSeconds: number
  /** The most memory that the process ever had resident; Linux alone says it exactly. */
  readonly memoryMiBMax: number
  readonly stdout: string
}

/**
 * Runs as the process starts. `VmHWM` is that of the process itself, while `maxRSS` may count memory of the one that
 * started it.
 */
const reportAtExit = `
const { readFileSync, writeSync } = require('node:fs')
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  let kibibytes = maxRSS
  try { kibibytes = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) } catch {}
  writeSync(3, JSON.stringify({ processorSeconds: (userCPUTime + systemCPUTime) / 1e6, memoryMiBMax: kibibytes / 1024 }))
})`

/**
 * @param checkout the folder of a repository with its dependencies installed
 * @throws Error if the command fails
 */
export async function meteredCommand(
  checkout: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Metered> {
  const entry = JSON.stringify(join(checkout, 'src', 'main.ts'))
  const program = `${reportAtExit}\nimport(${entry}).then((cli) => cli.main(process.argv.slice(1)))`
  const began = performance.now()
  const child = spawn(process.execPath, ['-e', program, '--', ...argv], {
    // Sources that were read once are read faster, as built ones are.
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: join(checkout, 'node_modules', '.cache', 'compiled'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const closed = once(child, 'close')
  const [stdout, stderr, report] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    text(child.stdio[3] as NodeJS.ReadableStream),
  ])
  const [code, signal] = (await closed) as [number | null, string | null]
  const wallSeconds = (performance.now() - began) / 1_000
  process.removeListener('exit', kill)
  if (code !== 0) {
    const said = `${stdout.slice(-2_000)}${stderr.slice(-4_000)}`
    throw new Error(`headwater ${argv.join(' ')} in ${checkout} ended with ${signal ?? code}: ${said}`)
  }
  return { wallSeconds, ...(JSON.parse(report) as Omit<Metered, 'wallSeconds' | 'stdout'>), stdout }
}
