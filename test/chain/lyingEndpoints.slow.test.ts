/**
 * `headwater watch` in a process of its own, through endpoints over HTTP that lie about a real node. Whatever they
 * answer: what the node has is there once, and nothing else, and each lie is named by its code.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Anvil, startAnvil } from '../support/anvil.ts'
import { finish, runCli, startCli } from '../support/process.ts'
import { httpLies, httpQuirks, lateAnswers, shortTimeout } from './support/httpLies.ts'
import { lies } from './support/lies.ts'
import { rangeRefusals } from './support/rangeSentences.ts'
import { deployRegistry, type RegistryOnChain } from './support/registryOnChain.ts'
import { refusal } from './support/rpc.ts'
import { type RpcDouble, startRpcDouble } from './support/rpcDouble.ts'

type Proof = 'receipts' | 'bloom' | 'peers'

interface Node {
  readonly proof: Proof
  readonly anvil: Anvil
  readonly registry: RegistryOnChain
  readonly liar: RpcDouble
}

const root = mkdtempSync(join(tmpdir(), 'headwater-lies-'))
const proofs: readonly Proof[] = ['receipts', 'bloom', 'peers']
const nodes: Node[] = []
let folders = 0
let registered = 0

beforeAll(async () => {
  for (const [i, proof] of proofs.entries()) {
    const anvil = await startAnvil({ chainId: 31_337 + i, args: ['--slots-in-an-epoch', '1'] })
    nodes.push({ proof, anvil, registry: await deployRegistry(anvil), liar: await startRpcDouble(anvil.url) })
  }
})
afterAll(async () => {
  for (const { liar, anvil } of nodes) {
    await liar[Symbol.asyncDispose]()
    await anvil.stop()
  }
  rmSync(root, { recursive: true, force: true })
})

/** One asset more on each of these, in a final block. */
async function registerOn(some: readonly Node[]): Promise<void> {
  registered++
  for (const { anvil, registry, proof } of some) {
    await registry.register(`dataset:${proof}/${registered}`)
    await anvil.mine(4)
  }
}

/** Flags of a new folder, for each lie. @param endpointsOf the URLs of each chain, the first of which lies */
function newFolder(some: readonly Node[], endpointsOf: (node: Node) => readonly string[]) {
  const data = join(root, `ledger-${++folders}`)
  const file = (timeout: string) => {
    const chains = Object.fromEntries(
      some.map((node) => {
        const { anvil, proof, registry } = node
        const rest = { proof, poll: '100ms', timeout, registry: { address: registry.address, from: 0 } }
        return [anvil.chain, { endpoints: endpointsOf(node), ...rest }]
      }),
    )
    writeFileSync(`${data}.${timeout}.json`, JSON.stringify({ chains }))
    return `${data}.${timeout}.json`
  }
  const files = { patient: file('2m'), short: file(shortTimeout) }
  return (lie?: string): string[] => {
    const chains = lie === lateAnswers ? files.short : files.patient
    return ['--json', '--data', data, '--chains', chains]
  }
}

const jsonLines = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))

async function assetsIn(flags: readonly string[]): Promise<string[]> {
  const { stdout } = await runCli(['assets', ...flags.slice(0, 3)])
  return jsonLines(stdout).map(({ asset }) => asset)
}

async function expectAllOnce(flags: readonly string[], some: readonly Node[], accepted: number) {
  const truth = some.flatMap(({ registry }) => registry.assets())
  expect((await assetsIn(flags)).sort()).toEqual(truth.sort())
  expect(accepted).toBe(truth.length)
}

function tell(some: readonly Node[], lie: Partial<Pick<RpcDouble, 'lie' | 'httpLie' | 'lag'>>): void {
  for (const { liar } of some) Object.assign(liar, { lie: undefined, httpLie: undefined, lag: 0, ...lie })
}

/** A watch that goes on, and what it logs. */
function startWatch(flags: readonly string[]) {
  const child = startCli(['watch', ...flags])
  child.stdin!.end()
  let stderr = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const finished = finish(child)
  return {
    logged: () => jsonLines(stderr.slice(0, stderr.lastIndexOf('\n') + 1)),
    async stop() {
      child.kill('SIGTERM')
      const { stdout, code } = await finished
      return { code, report: jsonLines(stdout).at(-1) }
    },
  }
}

const codes: Readonly<Record<string, string>> = {
  'leaves a log out under an unchanged hash': 'chain.answerWrong',
  'answers an empty list': 'chain.answerWrong',
  'answers with the logs of another block': 'chain.answerWrong',
  'answers with logs that a reorg removed': 'chain.answerWrong',
  'has no block that it is asked for': 'chain.blockMissing',
  'has no latest block': 'chain.blockMissing',
  'asks for a pause': 'chain.limited',
  'refuses every range': 'chain.rangeRefused',
  'does not know the method': 'chain.refused',
  'closes the connection': 'chain.unreachable',
  'answers for another block': 'chain.answerWrong',
  'answers nonsense': 'chain.answerWrong',
  'answers 429': 'chain.limited',
  'answers 429 with Retry-After': 'chain.limited',
  'answers 503': 'chain.unreachable',
  'answers a web page': 'chain.answerWrong',
  'cuts its answers': 'chain.answerWrong',
  'leaves answers out': 'chain.answerWrong',
  'answers too late': 'chain.unreachable',
  'drops connections': 'chain.unreachable',
}

describe('an endpoint that is alone', () => {
  it('and lies in every way, one after the other: each lie has its code, and everything is there once', async () => {
    const alone = nodes.filter(({ proof }) => proof !== 'peers')
    const flagsFor = newFolder(alone, ({ liar }) => [liar.url])
    const seen: Record<string, string[]> = {}
    const watched = async (names: readonly string[]): Promise<number> => {
      const watching = startWatch(flagsFor(names[0]))
      for (const name of names) seen[name] = await codesOf(name, watching)
      const { code, report } = await watching.stop()
      expect([code, report]).toMatchObject([0, { duplicate: 0, conflict: 0, rejected: 0 }])
      return report.accepted
    }
    const codesOf = async (name: string, watching: ReturnType<typeof startWatch>): Promise<string[]> => {
      const from = watching.logged().length
      const [lie, httpLie] = [lies[name], httpLies[name]]
      tell(alone, { lie, httpLie })
      await registerOn(alone)
      const since = (chain: string) =>
        watching
          .logged()
          .slice(from)
          .filter((line) => line.chain === chain)
      for (const { anvil } of alone)
        await expect.poll(() => since(anvil.chain).length, { message: name }).toBeGreaterThan(0)
      tell(alone, {})
      for (const { anvil } of alone)
        await expect.poll(() => since(anvil.chain).at(-1).msg, { message: name }).toBe('reading again')
      return [...new Set(alone.flatMap(({ anvil }) => since(anvil.chain).flatMap(({ code = [] }) => code)))]
    }
    let accepted = await watched(Object.keys(codes).filter((name) => name !== lateAnswers))
    accepted += await watched([lateAnswers])
    expect(seen).toEqual(Object.fromEntries(Object.entries(codes).map(([name, code]) => [name, [code]])))
    const last = jsonLines((await runCli(['watch', '--once', ...flagsFor()])).stdout).at(-1)
    expect(last).toMatchObject({ duplicate: 0, conflict: 0, rejected: 0 })
    await expectAllOnce(flagsFor(), alone, accepted + last.accepted)
  })
})

describe('of two endpoints, one that', () => {
  let flagsFor: ReturnType<typeof newFolder>
  let accepted = 0
  const watchOnce = async (lie?: string) => {
    const { stdout, stderr } = await runCli(['watch', '--once', ...flagsFor(lie)])
    const report = jsonLines(stdout).at(-1)
    expect(report, stderr).toMatchObject({ duplicate: 0, conflict: 0, rejected: 0 })
    accepted += report.accepted
    return report
  }
  beforeAll(() => {
    flagsFor = newFolder(nodes, ({ liar, anvil }) => [liar.url, anvil.url])
  })

  it.each([
    ...Object.keys(lies).map((name) => [name, { lie: lies[name] }] as const),
    ...[...Object.entries(httpLies), ...Object.entries(httpQuirks)].map(
      ([name, httpLie]) => [name, { httpLie }] as const,
    ),
  ])(
    '%s: receipts go on by the other; without them the chain waits, and says for what',
    async (name, lie) => {
      tell(nodes, lie)
      await registerOn(nodes)
      const { chains } = await watchOnce(name)
      expect(chains[0]).toMatchObject({ stopped: null, next: chains[0].final + 1 })
      // On a slow machine the one that lies has rested before the last look, and is asked again: then its lie is named.
      const waits = [undefined, 'chain.unconfirmed', 'chain.endpointsDiffer', codes[name]]
      for (const { stopped } of chains.slice(1)) expect(waits).toContain(stopped?.code)
    },
  )

  it('lags: what the other alone has is not final yet', async () => {
    tell(nodes, { lag: 6 })
    await registerOn(nodes)
    const { chains } = await watchOnce()
    for (const [i, { final, stopped }] of chains.entries()) {
      expect(stopped).toBeNull()
      const head = Number(await nodes[i]!.anvil.rpc('eth_blockNumber'))
      expect(final).toBeLessThan(head - 6)
    }
  })

  it('refuses ranges in the words of every provider: smaller ones are asked for', async () => {
    let refused = 0
    tell(nodes, {
      lie: ({ method, params }) => {
        const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock?: string; toBlock?: string }
        if (method !== 'eth_getLogs' || fromBlock === undefined || fromBlock === toBlock) return undefined
        return refusal(rangeRefusals[refused++ % rangeRefusals.length]![1])
      },
    })
    for (let i = 0; i < 12; i++) await registerOn(nodes)
    const { chains } = await watchOnce()
    expect(chains.map(({ stopped }: { stopped: unknown }) => stopped)).toEqual([null, null, null])
    expect(refused).toBeGreaterThan(rangeRefusals.length)
  })

  it('has lied in all these ways: everything is there once', async () => {
    tell(nodes, {})
    await registerOn(nodes)
    expect(await watchOnce()).toMatchObject({
      chains: [{ stopped: null }, { stopped: null }, { stopped: null }],
    })
    await expectAllOnce(flagsFor(), nodes, accepted)
  })
})
