/** A node of Foundry's anvil, in a process of its own, for tests and benchmarks on a real chain. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { freePort } from './freePort.ts'
import { patienceMs } from './patience.ts'

const binary = fileURLToPath(
  new URL('../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil', import.meta.url),
)
/** Through the wrapper a kill would leave the node running, so the platform's own binary is preferred. */
const wrapper = fileURLToPath(new URL('../../node_modules/.bin/anvil', import.meta.url))

export interface Anvil {
  readonly url: string
  readonly chainId: number
  /** The CAIP-2 name of the chain. */
  readonly chain: string
  /** One JSON-RPC request. @throws Error with the node's message */
  rpc<Result = unknown>(method: string, params?: readonly unknown[]): Promise<Result>
  /** Blocks on top of the head. */
  mine(blocks: number): Promise<void>
  stop(): Promise<void>
}

interface AnvilOptions {
  readonly chainId?: number
  /** Further arguments, e.g. `['--slots-in-an-epoch', '1']`: blocks are final two slots of an epoch below the head. */
  readonly args?: readonly string[]
}

/** The first accounts of every anvil, each with 10,000 ether and known to it. */
export const anvilAccounts = [
  '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
  '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
  '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc',
  '0x90f79bf6eb2c4f870365e785982e1f101e93b906',
] as const
export const anvilKeys = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
] as const

/** Starts a node on a free port of loopback. A block is mined for each transaction, unless `args` say otherwise. */
export async function startAnvil({ chainId = 31_337, args = [] }: AnvilOptions = {}): Promise<Anvil> {
  const port = await freePort()
  const file = existsSync(binary) ? binary : wrapper
  const argv = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--chain-id',
    String(chainId),
    '--silent',
    ...args,
  ]
  const child: ChildProcess = spawn(file, argv, { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  const exited = once(child, 'exit')
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  let id = 0
  const anvil: Anvil = {
    url,
    chainId,
    chain: `eip155:${chainId}`,
    async rpc(method, params = []) {
      const body = JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params })
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      const { result, error } = (await answer.json()) as { result: never; error?: { message: string } }
      if (error) throw new Error(`${method}: ${error.message}`)
      return result
    },
    async mine(blocks) {
      await anvil.rpc('anvil_mine', [`0x${blocks.toString(16)}`])
    },
    async stop() {
      process.off('exit', kill)
      if (child.exitCode !== null || child.signalCode !== null) return
      kill()
      await exited
    },
  }
  for (const end = performance.now() + patienceMs; ; ) {
    try {
      await anvil.rpc('eth_chainId')
      return anvil
    } catch (error) {
      if (child.exitCode !== null || performance.now() > end) {
        await anvil.stop()
        throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
