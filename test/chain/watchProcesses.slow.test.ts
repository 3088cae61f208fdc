/**
 * `headwater watch` that is killed, and with one of two chains down, on real nodes.
 * `HEADWATER_WATCH_KILLS=30` kills so many processes instead of 3.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Anvil, startAnvil } from '../support/anvil.ts'
import { finish, firstLine, runCli, startCli } from '../support/process.ts'
import { createRandom } from '../support/random.ts'
import { deployRegistry, type RegistryOnChain } from './support/registryOnChain.ts'

const kills = Number(process.env.HEADWATER_WATCH_KILLS ?? 3)
const assetCount = 150
const root = mkdtempSync(join(tmpdir(), 'headwater-watches-'))
let folders = 0

let anvil: Anvil
let registry: RegistryOnChain
const assets: string[] = []

async function register(count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, i) => `dataset:acme/d${assets.length + i}`)
  assets.push(...names)
  for (const name of names) await registry.register(name)
  await anvil.mine(4)
}

beforeAll(async () => {
  anvil = await startAnvil({ args: ['--slots-in-an-epoch', '1'] })
  registry = await deployRegistry(anvil)
  await register(assetCount)
})
afterAll(async () => {
  await anvil.stop()
  rmSync(root, { recursive: true, force: true })
})

/** Flags of a new folder in which the registry is watched on these nodes, at the same address. */
function newFolder(nodes: readonly Pick<Anvil, 'chain' | 'url'>[]): string[] {
  const data = join(root, `ledger-${++folders}`)
  const chains = `${data}.yaml`
  const entries = nodes.map(
    ({ chain, url }) =>
      `  "${chain}":\n    endpoints: ["${url}"]\n    poll: 100ms\n    registry: { address: "${registry.address}", from: 0 }\n`,
  )
  writeFileSync(chains, `chains:\n${entries.join('')}`)
  return ['--json', '--data', data, '--chains', chains]
}

const linesOf = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

async function assetsIn(flags: readonly string[]): Promise<string[]> {
  const { stdout } = await runCli(['assets', ...flags.slice(0, 3), ...flags.slice(5)])
  return linesOf(stdout)
    .map(({ asset }) => asset)
    .sort()
}

/** A watch that goes on until it is stopped. */
function startWatch(flags: readonly string[]) {
  const child = startCli(['watch', ...flags])
  child.stdin!.end()
  let stderr = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return {
    child,
    says: (text: string) => stderr.includes(text),
    async stop() {
      const finished = finish(child)
      child.kill('SIGTERM')
      const { code, stdout } = await finished
      return { code, report: linesOf(stdout).at(-1) }
    },
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 600) throw new Error('does not become true')
    await sleep(50)
  }
}

it('is killed at any moment, and the next one has everything, once', async () => {
  const random = createRandom(kills)
  const flags = newFolder([anvil])
  for (let i = 0; i < kills; i++) {
    const { child } = startWatch(flags)
    await firstLine(child)
    await sleep(random.int(500))
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  const { code, stdout, stderr } = await runCli(['watch', '--once', ...flags])
  expect([code, linesOf(stdout).at(-1)], stderr).toMatchObject([0, { conflict: 0, rejected: 0 }])
  expect(await assetsIn(flags)).toEqual([...assets].sort())
  const again = await runCli(['watch', '--once', ...flags])
  expect(linesOf(again.stdout).at(-1)).toMatchObject({ accepted: 0, duplicate: 0, conflict: 0, rejected: 0 })
  const doctor = await runCli(['doctor', ...flags.slice(0, 3)])
  expect(doctor.code, doctor.stdout).toBe(0)
})

it('takes one chain in whole while the node of the other is down, and names that one', async () => {
  const down = await startAnvil({ chainId: 31_338 })
  await down.stop()
  const flags = newFolder([anvil, down])
  const { code, stdout } = await runCli(['watch', '--once', ...flags])
  expect([code, linesOf(stdout).at(-1)]).toMatchObject([
    1,
    {
      accepted: assets.length,
      chains: [
        { chain: anvil.chain, stopped: null },
        { chain: down.chain, latest: -1, final: -1, stopped: { code: 'chain.unreachable' } },
      ],
    },
  ])
  expect(await assetsIn(flags)).toEqual([...assets].sort())
  const status = await runCli(['chain', 'status', ...flags])
  expect([status.code, linesOf(status.stdout).map(({ chain, state }) => [chain, state])]).toEqual([
    1,
    [
      [anvil.chain, 'ok'],
      [down.chain, 'unreachable'],
    ],
  ])
})
