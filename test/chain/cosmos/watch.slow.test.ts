/** `headwater watch` on nodes of a Cosmos chain over HTTP, in a process of its own. */
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { registryLines } from '../../support/memoryIngest.ts'
import { runCli } from '../../support/process.ts'
import { CosmosChainDouble, cosmosNode, receipt, serveNode } from './node.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-cosmos-'))
const receiver = 'juno1receiver'
const atom = `ibc/${createHash('sha256').update('transfer/channel-7/uatom').digest('hex').toUpperCase()}`
const double = new CosmosChainDouble('juno-1')
const servers: Awaited<ReturnType<typeof serveNode>>[] = []

beforeAll(async () => {
  double.mine([{ events: receipt({ receiver, memo: '{"headwater":"model:acme/chat"}' }) }]).mine()
  servers.push(
    await serveNode(cosmosNode('', double, '0.37.15')),
    await serveNode(cosmosNode('', double, '1.0.1')),
  )
})
afterAll(() => Promise.all(servers.map(({ stop }) => stop())))

it('takes in transfers up to the last block that another one stands on, and goes on from there', async () => {
  const data = join(root, 'ledger')
  const chains = join(root, 'chains.yaml')
  const registry = join(root, 'registry.ndjson')
  writeFileSync(registry, registryLines.join('\n'))
  writeFileSync(
    chains,
    `chains:
  "cosmos:juno-1":
    endpoints: [${servers.map(({ url }) => `"${url}"`).join(', ')}]
    poll: 50ms
    transfers:
      - { receiver: ${receiver}, from: 1, currencies: { "${atom}": USDC } }
`,
  )
  await runCli(['ingest', registry, '--data', data])
  const watch = async () => {
    const argv = ['watch', '--once', '--json', '--data', data, '--chains', chains]
    const { stdout, stderr, code } = await runCli(argv)
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout.trim().split('\n').at(-1)!)
  }
  expect(await watch()).toMatchObject({
    accepted: 1,
    rejected: 0,
    chains: [{ chain: 'cosmos:juno-1', next: 2 }],
  })
  double.mine([{ events: receipt({ receiver, sequence: 2 }) }]).mine()
  expect(await watch()).toMatchObject({ accepted: 1, duplicate: 0, chains: [{ next: 4 }] })
  double.mine([{ events: receipt({ receiver, sequence: 3, denom: 'unknown' }) }]).mine()
  await watch()
  const at = ['--json', '--data', data, '--chains', chains]
  const status = await runCli(['chain', 'status', ...at])
  expect(JSON.parse(status.stdout)).toMatchObject({ watched: receiver, next: 6, final: 5, lag: 0 })
  const listed = await runCli(['chain', 'listed', ...at])
  expect(JSON.parse(listed.stdout)).toMatchObject({ chain: 'cosmos:juno-1', watched: receiver, block: 5 })
  const elsewhere = await runCli(['chain', 'listed', '--url', 'http://127.0.0.1:9', ...at])
  expect([elsewhere.code, elsewhere.stdout]).toEqual([2, ''])
  const { stdout } = await runCli(['calls', '--json', '--data', data])
  expect(stdout).toContain('model:acme/chat')
})
