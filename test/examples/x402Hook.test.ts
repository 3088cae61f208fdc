/** The hook in examples/x402-hook, driven by the resource server of @x402/core itself. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { x402ResourceServer } from '@x402/core/server'
import { expect, test } from 'vitest'
import { key, nonce, payer, payTo, usdc } from '../decoding/formats/payments/support.ts'
import { createMemoryIngest, registryLines } from '../support/memoryIngest.ts'

const folder = new URL('../../examples/x402-hook/', import.meta.url)
// A program of plain JavaScript, as its users have it.
const { headwaterHook, toFile, toHeadwater } = await import(new URL('hook.mjs', folder).href)
const mapping = JSON.parse(readFileSync(new URL('mapping.json', folder), 'utf8'))

const network = 'eip155:8453' as const
const requirements = {
  ...{ scheme: 'exact', network, amount: '10000', asset: usdc, payTo, maxTimeoutSeconds: 60, extra: {} },
}
const paymentPayload = (of: string) => ({
  x402Version: 2,
  resource: { url: 'https://api.example.com/search' },
  accepted: requirements,
  payload: {
    signature: '0xab',
    authorization: {
      from: payer,
      to: payTo,
      value: '10000',
      validAfter: '0',
      validBefore: '1893456000',
      nonce: of,
    },
  },
})

/** A facilitator that settles every payment, or says that it failed. */
async function serverWith(settle: () => Promise<object>) {
  const kinds = [{ x402Version: 2, scheme: 'exact', network }]
  const facilitator = {
    verify: async () => ({ isValid: true, payer }),
    settle,
    getSupported: async () => ({ kinds, extensions: [], signers: {} }),
  }
  const server = new x402ResourceServer(facilitator as never)
  const scheme = {
    ...{ scheme: 'exact', network },
    parsePrice: async () => ({ asset: usdc, amount: '10000' }),
    enhancePaymentRequirements: async (given: object) => given,
  }
  server.register(network, scheme as never)
  await server.initialize()
  return server
}

const settled = async () => ({ success: true, transaction: '0x12', network, payer })

test('Each settlement is a line that is read as the call of the payment, and one that failed is none', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'headwater-hook-'))
  try {
    const file = join(temporary, 'payments.ndjson')
    const server = headwaterHook(await serverWith(settled), toFile(file)) as x402ResourceServer
    await server.settlePayment(paymentPayload(nonce) as never, requirements as never)
    const failing = headwaterHook(
      await serverWith(() => Promise.reject(new Error('timeout'))),
      toFile(file),
    ) as x402ResourceServer
    const again = `0x${'02'.repeat(32)}`
    await expect(
      failing.settlePayment(paymentPayload(again) as never, requirements as never),
    ).rejects.toThrow()
    const { requests, usage } = await createMemoryIngest()
    await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'registry' })
    const results = await requests.submit(readFileSync(file), { origin: file, format: 'x402', mapping })
    expect(results.map(({ status }) => status)).toEqual(['accepted'])
    expect(usage.rows).toMatchObject([
      {
        source: 'shop.example/x402',
        id: key,
        asset: 'tool:shop/search',
        currency: 'USDC',
        amount: 10_000n * 10n ** 12n,
      },
    ])
    const described = await requests.submit(readFileSync(file), {
      origin: file,
      format: 'x402',
      mapping: { ...mapping, source: 'described', paymentMode: 'proven' },
    })
    expect(described.map(({ status }) => status)).toEqual(['accepted', 'accepted'])
    expect(usage.descriptions.map(({ payment }) => payment)).toEqual([key, key.replace(/0x[^/]*$/, again)])
  } finally {
    rmSync(temporary, { recursive: true })
  }
})

test('A record has the URL that was served, whatever the payer says of it', async () => {
  const records: { url: string }[] = []
  const emit = async (record: { url: string }) => records.push(record)
  const server = headwaterHook(await serverWith(settled), emit) as x402ResourceServer
  const served = 'https://api.example.com/dear'
  const context = { request: { adapter: { getUrl: () => served } } }
  await server.settlePayment(paymentPayload(nonce) as never, requirements as never, undefined, context)
  expect(records.map(({ url }) => url)).toEqual([served])
})

test('A record is sent to a server as its API takes it, and the hook fails where the server refuses the request', async () => {
  const asked: { url: string; key: string | undefined; body: { paymentPayload: object } }[] = []
  const api = createServer(async (request, answer) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString())
    asked.push({ url: request.url!, key: request.headers.authorization, body })
    answer.statusCode = asked.length > 1 ? 503 : 200
    answer.end('{}')
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
  try {
    const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
    const emit = toHeadwater(url, mapping, 'secret') as (record: object) => Promise<void>
    const server = headwaterHook(await serverWith(settled), emit) as x402ResourceServer
    await server.settlePayment(paymentPayload(nonce) as never, requirements as never)
    const { pathname, searchParams } = new URL(asked[0]!.url, url)
    expect([pathname, searchParams.get('format'), JSON.parse(searchParams.get('mapping')!)]).toEqual([
      '/v1/events',
      'x402',
      mapping,
    ])
    expect(asked[0]).toMatchObject({ key: 'Bearer secret', body: { paymentPayload: { x402Version: 2 } } })
    await expect(emit({})).rejects.toThrow('503')
  } finally {
    api.close()
  }
})
