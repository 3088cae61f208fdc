/** What calls cost, in SQL. */
import type { Costs } from '../../usage/corrected.ts'
import { amounts, type InputColumn, naturals, strings } from '../engine/columns.ts'
import type { Session } from '../engine/port.ts'
import { lastOfEqual, startsOf } from './resolution.ts'

export type CostCard = Costs['cards'][number]

/** The columns of a call that its cost needs, beside its amount. */
export const tokenColumns = 'inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens'

/** Table `costBoundaries`: `costAsset, costCurrency, start` and the columns of the card from then on. */
export async function loadCostBoundaries(session: Session, { boundaries, cards }: Costs): Promise<void> {
  const last = lastOfEqual(boundaries, ({ asset, currency, from }) => `${asset}\n${currency}\n${from}`)
  const [assets, currencies] = [last.map(({ asset }) => asset), last.map(({ currency }) => currency)]
  await session.table('costBoundaries', [
    strings('costAsset', assets),
    strings('costCurrency', currencies),
    startsOf(last),
    ...cardColumns(
      last.map(({ card }) => card),
      cards,
    ),
  ])
}

/** The columns of the cards with these numbers. */
export function cardColumns(numbers: readonly number[], cards: readonly CostCard[]): InputColumn[] {
  const prices = (name: string, of: (card: CostCard) => bigint) =>
    amounts(
      name,
      numbers.map((number) => of(cards[number - 1]!)),
    )
  return [
    naturals('card', numbers, 'UInt32'),
    prices('perCall', (card) => card.perCall),
    prices('perInput', (card) => card.perToken.input),
    prices('perOutput', (card) => card.perToken.output),
    prices('perCacheRead', (card) => card.perToken.cacheRead),
    prices('perCacheWrite', (card) => card.perToken.cacheWrite),
    prices('share', (card) => BigInt(card.share)),
  ]
}

/**
 * SQL of the cost of a call that is worth `worth`: never more than that. Prices are below 2^161 and tokens below 2^50, so
 * all of it fits 256 bits.
 */
export function costSql(worth: string): string {
  const tokens = (name: string, price: string) => `toUInt256(greatest(${name}, 0)) * ${price}`
  const parts = [
    'perCall',
    tokens('inputTokens', 'perInput'),
    tokens('outputTokens', 'perOutput'),
    tokens('cacheReadTokens', 'perCacheRead'),
    tokens('cacheWriteTokens', 'perCacheWrite'),
    `intDiv(${worth} * share, toUInt256(1000000000))`,
  ]
  return `if(card = 0, toUInt256(0), least(${worth}, ${parts.join(' + ')}))`
}
