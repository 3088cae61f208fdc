/** A local node for the demo: Foundry's anvil, where it is installed. It lives as long as the demo. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fail } from '../../errors.ts'

export interface LocalNode {
  readonly url: string
  /** One JSON-RPC request. */
  request<Result>(method: string, params?: readonly unknown[]): Promise<Result>
  stop(): Promise<void>
}

const startTriesMax = 200
const startRetryMs = 50

/** @throws HeadwaterError `chain.nodeMissing` */
export async function startLocalNode(chainId: number): Promise<LocalNode> {
  const binary = findAnvil()
  const port = await freePort()
  const argv = ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId), '--silent']
  const child = spawn(binary, argv, { stdio: 'ignore' })
  let failed = false
  child.once('error', () => {
    failed = true
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const url = `http://127.0.0.1:${port}`
  const node: LocalNode = {
    url,
    request: (method, params = []) => request(url, method, params),
    async stop() {
      process.off('exit', kill)
      await end(child)
    },
  }
  for (let tries = 0; tries < startTriesMax; tries++) {
    if (failed || child.exitCode !== null) break
    try {
      await node.request('eth_chainId')
      return node
    } catch {
      await setTimeout(startRetryMs)
    }
  }
  await node.stop()
  return fail('chain.nodeMissing', 'The local node did not start.')
}

/** The binary itself and not its wrapper in JavaScript, which would leave it running after a kill. */
function findAnvil(): string {
  const platform = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json')
    const packaged = createRequire(wrapper).resolve(`${platform}/package.json`)
    return join(dirname(packaged), 'bin', 'anvil')
  } catch {
    return fail(
      'chain.nodeMissing',
      'The demo on a chain needs the package @foundry-rs/anvil, which is not installed.',
    )
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

async function request<Result>(url: string, method: string, params: readonly unknown[]): Promise<Result> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const { result, error } = (await answer.json()) as { result: Result; error?: { message: string } }
  if (error) throw new Error(`${method}: ${error.message}`)
  return result
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}
