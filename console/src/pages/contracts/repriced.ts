/**
 * Other prices of a rate card, as events: an accepted call keeps its amount, so what it would have been less is a refund
 * of it, and what it would have been more is one more call beside it.
 */
import type { CallPage } from 'headwater/client'
import { headwater } from '../../app/headwater.ts'
import type { Variant, WireEvent } from './variant.ts'

type Call = CallPage['items'][number]

const callsMax = 5_000
const itemsAtATime = 1_000
/** Digits that an amount may have after those of its currency. */
const finerDigits = 12

/** @throws Error where the rate card priced none of the calls since that day, or too many */
export async function repriced({ asset, times, effectiveFrom }: Variant): Promise<WireEvent[]> {
  const currencies = await headwater.currencies()
  const decimals = new Map(currencies.map((one) => [one.currency, one.decimals]))
  const events: WireEvent[] = []
  let priced = 0
  for (const day of await daysOf(asset, effectiveFrom))
    for await (const call of pagesOf((cursor) => headwater.calls({ asset, day, ...cursor }))) {
      if (!call.priced || call.state === 'suspense') continue
      priced++
      const event = differenceOf(call, times, decimals.get(call.currency)! + finerDigits)
      if (event !== undefined) events.push(event)
    }
  if (priced === 0)
    throw new Error(
      `The rate card priced no call of ${asset} since ${effectiveFrom}: every call had an amount of its own.`,
    )
  return events
}

async function daysOf(asset: string, since: string): Promise<Set<string>> {
  const days = new Set<string>()
  let calls = 0
  for await (const group of pagesOf((cursor) => headwater.callGroups({ asset, ...cursor }))) {
    if (group.day < since || group.state === 'suspense') continue
    days.add(group.day)
    calls += group.calls
  }
  if (calls > callsMax)
    throw new Error(
      `${asset} had ${calls} calls since ${since}, and at most ${callsMax} are priced again: choose a later day.`,
    )
  return days
}

async function* pagesOf<Item>(
  read: (page: {
    limit: number
    cursor?: string
  }) => Promise<{ items: readonly Item[]; next: string | null }>,
): AsyncGenerator<Item> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof read>> = await read({
      limit: itemsAtATime,
      ...(cursor !== null && { cursor }),
    })
    yield* page.items
    cursor = page.next
  } while (cursor !== null)
}

function differenceOf(call: Call, times: string, digits: number): WireEvent | undefined {
  const { asset, version, currency, id, source, time } = call
  const amount = moreBy(call.amount, times, digits)
  if (amount.units === 0n) return undefined
  const paid = { amount: amount.text, currency }
  if (amount.units < 0n)
    return { type: 'io.headwater.call.refunded', time, data: { call: { source, id }, ...paid } }
  return {
    type: 'io.headwater.call.metered',
    time,
    data: { asset, ...(version !== null && { version }), ...paid },
  }
}

/** amount · (times − 1) without its sign, cut after so many digits. */
function moreBy(amount: string, times: string, digits: number): { units: bigint; text: string } {
  const [of, by] = [decimalOf(amount), decimalOf(times)]
  const product = of.units * (by.units - 10n ** BigInt(by.digits))
  const [from, size] = [of.digits + by.digits, 10n ** BigInt(digits)]
  const units = (product * size) / 10n ** BigInt(from)
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0')
  return { units, text: `${text.slice(0, -digits)}.${text.slice(-digits)}` }
}

function decimalOf(text: string): { units: bigint; digits: number } {
  if (!/^\d+(\.\d+)?$/.test(text))
    throw new Error(`${JSON.stringify(text)} is no number of digits and a point.`)
  const [whole, part = ''] = text.split('.')
  return { units: BigInt(whole + part), digits: part.length }
}
