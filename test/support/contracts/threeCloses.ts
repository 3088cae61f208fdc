/** The worked example of docs/contracts.md: three closes with a capped edge, a cost, an advance, a reserve and refunds. */
import type { ContractStep } from './reference.ts'

const source = 'example'
let number = 0

function event(
  type: string,
  data: unknown,
  time = '2025-01-01T00:00:00Z',
  id = `e${number++}`,
): ContractStep {
  return { step: 'event', type, source, id, time, data }
}

const usd = { currency: 'USD' }
const from = { effectiveFrom: '2025-01-01T00:00:00Z' }
const account = `eip155:8453:0x${'1'.repeat(40)}`
const call = (id: string, amount: string, time: string): ContractStep =>
  event('call.metered', { asset: 'agent:shop/helper', ...usd, amount }, time, id)
const refund = (of: string, amount: string, time: string): ContractStep =>
  event('call.refunded', { call: { source, id: of }, amount, ...usd }, time)

export const threeCloses: readonly ContractStep[] = [
  event('currency.registered', { ...usd, decimals: 6, chain: 'eip155:8453', token: `0x${'2'.repeat(40)}` }),
  event('fee.set', { share: '0.025', payee: 'platform', ...from }),
  event('payee.bound', { payee: 'lab', account }),
  event('asset.registered', { asset: 'model:lab/base', owner: 'lab' }),
  event('asset.registered', { asset: 'agent:shop/helper', owner: 'shop' }),
  event('version.released', { asset: 'model:lab/base', version: '1' }),
  event('version.released', {
    asset: 'agent:shop/helper',
    version: '1',
    derivedFrom: [
      {
        asset: 'model:lab/base',
        version: '1',
        relation: 'composedOf',
        policy: 'relative',
        share: '0.2',
        caps: [{ ...usd, amount: '15000' }],
      },
    ],
  }),
  event('cost.set', { asset: 'agent:shop/helper', payee: 'gpu', ...usd, share: '0.1', ...from }),
  event('clause.agreed', {
    clause: 'advance',
    payee: 'lab',
    to: 'fund',
    ...usd,
    share: '0.5',
    cap: '8000',
    ...from,
  }),
  event('reserve.set', { payee: 'lab', ...usd, share: '0.2', days: 90, ...from }),
  call('first', '100000', '2025-01-10T00:00:00Z'),
  { step: 'close', until: '2025-02-01T00:00:00Z' },
  call('second', '40000', '2025-02-10T00:00:00Z'),
  refund('second', '20000', '2025-02-11T00:00:00Z'),
  { step: 'close', until: '2025-03-01T00:00:00Z' },
  refund('first', '60000', '2025-03-10T00:00:00Z'),
  { step: 'close', until: '2025-03-31T00:00:00Z' },
]
