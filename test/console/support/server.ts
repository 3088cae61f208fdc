/** A real server on a folder, as `headwater serve` starts it, with the console that was built from these sources. */
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { madeOnce } from '../../support/madeOnce.ts'
import { firstLine, runCli, startCli } from '../../support/process.ts'
import { builtConsole } from './built.ts'

export interface ConsoleServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly data: string
}

interface ServerOptions {
  /** Arguments after `serve`. */
  readonly arguments?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** @param data a folder, which the caller removes */
export async function serveConsole(data: string, options: ServerOptions = {}): Promise<ConsoleServer> {
  await builtConsole()
  const argv = ['serve', '--data', data, '--port', '0', '--json', ...(options.arguments ?? [])]
  const child = startCli(argv, { env: { HEADWATER_LOG_LEVEL: 'error', ...options.env } })
  child.stderr!.resume()
  const { url } = JSON.parse(await firstLine(child)) as { url: string }
  return {
    url,
    data,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** A folder with the example's books: two closed epochs. */
export async function demoFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const made = await madeOnce('demo', playDemo)
  const folder = await mkdtemp(join(tmpdir(), 'headwater-console-'))
  const path = join(folder, 'demo')
  await cp(join(made, 'demo'), path, { recursive: true, verbatimSymlinks: true })
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

async function playDemo(folder: string): Promise<void> {
  const { code, stderr } = await runCli(['demo', '--data', join(folder, 'demo'), '--json'])
  if (code !== 0) throw new Error(`the demo failed: ${stderr}`)
}
