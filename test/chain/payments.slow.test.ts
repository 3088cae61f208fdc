/** Payments by EIP-3009 on a node, described by a gateway's records: they pay the upstream of the asset. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Anvil, anvilAccounts, startAnvil } from '../support/anvil.ts'
import { eventText } from '../support/memoryIngest.ts'
import { runCli } from '../support/process.ts'
import { deployPaymentToken } from './support/paymentToken.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-payments-'))
const [data, chains] = [join(root, 'ledger'), join(root, 'chains.yaml')]
const shop = `0x${'5a'.repeat(20)}` as const
const [, payer, stranger] = anvilAccounts
const nonceOf = (number: number) => `0x${number.toString(16).padStart(64, '0')}` as const
/** The chain begins here, so that a close can look back at it. */
const began = 1_767_225_600
const validBefore = BigInt(began + 86_400)

let anvil: Anvil
let token: Awaited<ReturnType<typeof deployPaymentToken>>

beforeAll(async () => {
  anvil = await startAnvil({ args: ['--slots-in-an-epoch', '1', '--timestamp', String(began)] })
  token = await deployPaymentToken(anvil)
  await token.mint(payer, 1_000_000_000n)
  const tokens = `tokens: ["${token.address}"]`
  writeFileSync(
    chains,
    `chains:
  "${anvil.chain}":
    endpoints: ["${anvil.url}"]
    poll: 100ms
    payments: [{ address: "${shop}", mode: proven, from: 0, within: 3, ${tokens} }]
`,
  )
})

afterAll(async () => {
  await anvil.stop()
  rmSync(root, { recursive: true })
})

async function cli(argv: readonly string[], input?: string): Promise<Record<string, unknown>[]> {
  const options = input === undefined ? {} : { input }
  const { code, stdout, stderr } = await runCli([...argv, '--json', '--data', data], options)
  expect([code, stderr.includes('Error')], stderr).toEqual([0, false])
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

const watch = async () => (await cli(['watch', '--once', '--chains', chains])).at(-1)

const registry = () =>
  [
    eventText('currency.registered', 'usdc', {
      ...{ currency: 'USDC', decimals: 6, chain: anvil.chain, token: token.address },
    }),
    eventText('asset.registered', 'data', { asset: 'dataset:lab/pages', owner: 'annotators' }),
    eventText('asset.registered', 'tool', { asset: 'tool:lab/search', owner: 'lab' }),
    eventText('version.released', 'data1', { asset: 'dataset:lab/pages', version: '1' }),
    eventText('version.released', 'tool1', {
      ...{ asset: 'tool:lab/search', version: '1' },
      derivedFrom: [{ asset: 'dataset:lab/pages', relation: 'trainedOn', policy: 'relative', share: '0.4' }],
    }),
  ].join('\n')

/** What the hook in examples/x402-hook writes of a payment. */
const record = (number: number) => {
  const accepted = { scheme: 'exact', network: anvil.chain, amount: '1', asset: token.address, payTo: shop }
  const authorization = {
    ...{ from: payer, to: shop, value: '1', validAfter: '0', nonce: nonceOf(number) },
    validBefore: String(validBefore),
  }
  return JSON.stringify({
    time: '2026-01-01T00:00:00Z',
    requestId: number === 1 || number === 4 ? 'purchase-1' : `purchase-${number}`,
    paymentPayload: {
      ...{ x402Version: 2, resource: { url: 'https://lab.example/search' }, accepted },
      payload: { signature: '0x', authorization },
    },
    result: { success: true, transaction: '0x01', network: anvil.chain, payer },
  })
}

async function describe(...numbers: readonly number[]) {
  const mapping = join(root, 'mapping.json')
  writeFileSync(
    mapping,
    JSON.stringify({ paymentMode: 'proven', models: { 'lab.example/search': 'tool:lab/search' } }),
  )
  const argv = ['ingest', '-', '--format', 'x402', '--mapping', mapping]
  return (await cli(argv, numbers.map(record).join('\n')))[0]
}

it('A described payment pays the upstream of its asset, sent by a stranger too; one without a description is in suspense, for ever', async () => {
  await cli(['ingest', '-'], registry())
  expect(await describe(1, 4, 5)).toMatchObject({ accepted: 3, rejected: [] })
  const pay = (nonce: number, value: bigint, sender?: `0x${string}`) =>
    token.pay(1, { to: shop, value, nonce: nonceOf(nonce), validBefore }, sender)
  // Sent by a stranger, who took the authorization out of the mempool.
  await pay(1, 10_000_000n, stranger)
  await pay(2, 3_000_000n)
  await token.transfer(payer, shop, 500_000n)
  // The client lost the answer, and signed again.
  await pay(4, 10_000_000n)
  await token.cancel(1, nonceOf(5))
  await token.mint(stranger, 1n)
  await anvil.mine(8)
  expect(await watch()).toMatchObject({ accepted: 4, conflict: 0, rejected: 0 })

  // Too late: what was recorded of the payment stands.
  expect(await describe(2)).toMatchObject({ accepted: 1 })
  await anvil.mine(8)
  expect(await watch()).toMatchObject({ accepted: 0, conflict: 0, rejected: 0 })

  const [closed] = await cli(['close', '--until', '2026-01-02T00:00:00Z'])
  expect(closed).toMatchObject({
    counts: { settled: 2, suspense: 2 },
    totals: { USDC: { gross: '20', earned: '20', suspense: '3.5' } },
  })
  const statements = await cli(['statements', '--epoch', '1'])
  expect(statements.map(({ payee, earned }) => [payee, earned])).toEqual([
    ['annotators', '8'],
    ['lab', '12'],
  ])
  const suspense = await cli(['suspense'])
  expect(suspense).toMatchObject([{ asset: `tool:undescribed/${shop}` }])
  const { code } = await runCli(['verify', '--data', data])
  expect(code).toBe(0)

  const described = await cli(['payments'])
  expect(
    described.map(({ payment, state }) => [BigInt((payment as { nonce: string }).nonce), state]),
  ).toEqual([
    [1n, 'paid'],
    [4n, 'paid'],
    [5n, 'expired'],
    [2n, 'otherwise'],
  ])
  const listed = await cli(['chain', 'listed', '--chains', chains])
  expect(listed.map(({ kind }) => kind).sort()).toEqual(['paymentCancelled', 'paymentUndescribed'])
  const [double] = await cli(['payments', '--double'])
  expect(double).toMatchObject({
    purchase: 'purchase-1',
    amount: '10',
    call: { id: expect.stringMatching(/4$/) },
  })
  expect((await cli(['ingest', '-'], JSON.stringify(double!.refund)))[0]).toMatchObject({ accepted: 1 })
  const { stdout } = await runCli(['payments', '--double', '--data', data])
  expect(stdout).toContain('No purchase was paid twice.')
})
