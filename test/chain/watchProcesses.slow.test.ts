/**
 * `headwater watch` that is killed, with one of two chains down, and beside another one, on real nodes.
 * `HEADWATER_WATCH_KILLS=30` kills so many processes instead of 3.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startFrontProcess } from '../../tools/clickhouse-front/start.ts'
import { startKurrentDouble } from '../../tools/kurrentdb-double/server.ts'
import { temporaryDatabase } from '../projections/support/serverStore.ts'
import { type Anvil, startAnvil } from '../support/anvil.ts'
import { patienceMs } from '../support/patience.ts'
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

async function assetsIn(flags: readonly string[], env = {}): Promise<string[]> {
  const { stdout } = await runCli(['assets', ...flags.slice(0, 3)], { env })
  return linesOf(stdout)
    .map(({ asset }) => asset)
    .sort()
}

/** A watch that goes on until it is stopped. */
function startWatch(flags: readonly string[], env = {}) {
  const child = startCli(['watch', ...flags], { env })
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

it('says how far it is, and what stopped a chain, to a status beside it; after a kill the log says it', async () => {
  const other = await startAnvil({ chainId: 31_338, args: ['--slots-in-an-epoch', '1'] })
  await other.mine(12)
  const flags = newFolder([anvil, other])
  const status = async () => linesOf((await runCli(['chain', 'status', ...flags])).stdout)
  const { child, says } = startWatch(flags)
  await firstLine(child)
  await expect.poll(status).toMatchObject([
    { chain: anvil.chain, state: 'ok', lag: 0, why: null },
    { chain: other.chain, state: 'ok', lag: 0, why: null },
  ])
  await other.rpc('anvil_reorg', [10, []])
  await other.mine(4)
  await expect.poll(status).toMatchObject([
    { chain: anvil.chain, state: 'ok' },
    { chain: other.chain, state: 'stopped', why: expect.stringContaining('now has hash') },
  ])
  expect(says('chain.reorged')).toBe(true)
  await other.stop()
  const beside = await status()
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(await status()).toMatchObject(beside.map(({ watched, next, state }) => ({ watched, next, state })))
})

it('loses the fence to another one on the same log, and everything is there once', async () => {
  const double = await startKurrentDouble()
  const front = await startFrontProcess()
  try {
    const { url } = await temporaryDatabase({ url: front.url })
    const env = { HEADWATER_EVENTSTORE_URL: double.url, HEADWATER_CLICKHOUSE_URL: url }
    const both = [newFolder([anvil]), newFolder([anvil])]
    const first = startWatch(both[0]!, env)
    await firstLine(first.child)
    const second = startWatch(both[1]!, env)
    await firstLine(second.child)
    const isFenced = () =>
      [first, second].some(({ says }) => says('another writer was first') || says('Another process watches'))
    for (const end = performance.now() + patienceMs; !isFenced() && performance.now() < end; ) {
      await register(1)
      await sleep(100)
    }
    expect(isFenced()).toBe(true)
    const reports = await Promise.all([first.stop(), second.stop()])
    expect(reports.map(({ code }) => code)).toEqual([0, 0])
    let accepted = reports.reduce((sum, { report }) => sum + report.accepted, 0)
    for (const flags of both) {
      const { code, stdout, stderr } = await runCli(['watch', '--once', ...flags], { env })
      expect([code, linesOf(stdout).at(-1)], stderr).toMatchObject([0, { conflict: 0, rejected: 0 }])
      accepted += linesOf(stdout).at(-1).accepted
      expect(await assetsIn(flags, env)).toEqual([...assets].sort())
    }
    expect(accepted).toBe(assets.length)
  } finally {
    await front.stop()
    await double.stop()
  }
})
