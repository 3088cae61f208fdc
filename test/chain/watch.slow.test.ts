/** `headwater watch` on real nodes, in processes of its own. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Anvil, startAnvil } from '../support/anvil.ts'
import { runCli } from '../support/process.ts'
import { deployRegistry, type RegistryOnChain } from './support/registryOnChain.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-watch-'))
let folders = 0

interface Watched {
  readonly anvil: Pick<Anvil, 'chain' | 'url'>
  readonly registry: RegistryOnChain
}

/** A folder with a chains file. */
function newFolder(watched: readonly Watched[]): { data: string; chains: string } {
  const data = join(root, `ledger-${++folders}`)
  const chains = `${data}.yaml`
  const entries = watched.map(
    ({ anvil, registry }) =>
      `  "${anvil.chain}":\n    endpoints: ["${anvil.url}"]\n    poll: 100ms\n    registry: { address: "${registry.address}", from: 0 }\n`,
  )
  writeFileSync(chains, `chains:\n${entries.join('')}`)
  return { data, chains }
}

const last = (stdout: string) => JSON.parse(stdout.trim().split('\n').at(-1)!)

async function watchOnce({ data, chains }: { data: string; chains: string }) {
  const { code, stdout, stderr } = await runCli([
    'watch',
    '--once',
    '--json',
    '--data',
    data,
    '--chains',
    chains,
  ])
  return { code, report: code === 2 ? undefined : last(stdout), stderr }
}

async function assetsOf({ data }: { data: string }): Promise<string[]> {
  const { stdout } = await runCli(['assets', '--json', '--data', data])
  const lines = stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line).asset).sort()
}

describe('a contract on a node', () => {
  let anvil: Anvil
  let registry: RegistryOnChain
  beforeAll(async () => {
    anvil = await startAnvil({ args: ['--slots-in-an-epoch', '1'] })
    registry = await deployRegistry(anvil)
    for (const name of ['one', 'two', 'three']) await registry.register(`dataset:acme/${name}`)
    await anvil.mine(2)
    await registry.register('dataset:acme/late')
  })
  afterAll(() => anvil.stop())

  it('is taken in up to its final blocks; a reorg of them stops it until a branch is accepted', async () => {
    const folder = newFolder([{ anvil, registry }])
    const { code, report, stderr } = await watchOnce(folder)
    expect(stderr).toBe('')
    expect([code, report]).toMatchObject([0, { accepted: 3, rejected: 0, conflict: 0 }])
    expect(await assetsOf(folder)).toEqual(['one', 'three', 'two'].map((name) => `dataset:acme/${name}`))
    await anvil.mine(4)
    expect((await watchOnce(folder)).report).toMatchObject({ accepted: 1, duplicate: 0 })
    // The blocks of `three` and `late`, which are final, are others now, and empty.
    await anvil.rpc('anvil_reorg', [8, []])
    await anvil.mine(2)
    const stopped = await watchOnce(folder)
    expect([stopped.code, stopped.report.chains[0].stopped.code]).toEqual([1, 'chain.reorged'])
    const { hash } = await anvil.rpc<{ hash: string }>('eth_getBlockByNumber', ['finalized', false])
    const flags = ['--json', '--data', folder.data, '--chains', folder.chains]
    const status = async () => last((await runCli(['chain', 'status', ...flags])).stdout)
    expect(await status()).toMatchObject({ state: 'stopped', why: stopped.report.chains[0].stopped.message })
    const accepted = await runCli(['chain', 'accept', anvil.chain, hash, ...flags])
    expect([accepted.code, accepted.stderr]).toEqual([0, ''])
    expect(await status()).toMatchObject({ state: 'ok', why: null })
    await anvil.mine(4)
    expect(await watchOnce(folder)).toMatchObject({
      code: 0,
      report: { accepted: 0, conflict: 0, rejected: 0 },
    })
    const { stdout } = await runCli(['chain', 'listed', ...flags])
    const kinds = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).kind)
    expect(new Set(kinds)).toEqual(new Set(['registryLost']))
    expect(kinds.length).toBeGreaterThan(0)
  })
})
