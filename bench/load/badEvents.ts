/** Events that must be refused, each with its code. No two are the same, for the refused list keeps the same one once. */
import type { Random } from '../support/random.ts'

interface BadEvent {
  readonly text: string
  readonly code: string
  readonly json: boolean
}

type Kind = (id: string) => BadEvent

const time = '2025-03-10T00:00:00Z'
const good = { asset: 'model:nobody/ghost-0', amount: '0.5', currency: 'USDC' }

const kinds: readonly Kind[] = [
  (id) => ({ text: `{"specversion":"1.0","id":"${id}","sour`, code: 'line.notJson', json: false }),
  (id) => bad('amount.malformed', id, { ...good, amount: 0.5 }),
  (id) => bad('amount.malformed', id, { ...good, amount: '1e3' }),
  (id) => bad('amount.tooPrecise', id, { ...good, currency: 'USD', amount: '0.000000000000001' }),
  (id) => bad('currency.unknown', id, { ...good, currency: 'DOGE' }),
  (id) => bad('call.unpriced', id, { asset: good.asset }),
  (id) => bad('asset.malformed', id, { ...good, asset: 'robot:lab/arm' }),
  (id) => bad('text.length', '', { ...good, caller: id }),
  (id) => bad('time.malformed', id, good, { time: 'yesterday' }),
  (id) => bad('event.missing', id, { ...good, currency: undefined }),
]

export function badEvent(random: Random, id: string): BadEvent {
  return kinds[random.below(kinds.length)]!(id)
}

function bad(code: string, id: string, data: object, attributes: object = {}): BadEvent {
  const event = {
    specversion: '1.0',
    id,
    source: '/gateways/broken',
    type: 'io.headwater.call.metered',
    time,
    ...attributes,
    data,
  }
  return { text: JSON.stringify(event), code, json: true }
}
