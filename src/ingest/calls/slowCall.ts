/** The obvious reader of calls: an event that `parseEvent` made, priced by the registry, as a row. The reference. */

import type { CallEvent } from '../../events/types.ts'
import { priceCall } from '../../registry/pricing.ts'
import { isResolvable } from '../../registry/resolve.ts'
import { type CallRow, callText } from './callRow.ts'
import type { RegistryCache } from './registryCache.ts'
import { writeAmount } from './wideIntegers.ts'

/** Texts of a call take at most 1,024 bytes each. */
const scratch = Buffer.alloc(16 * 1_024)

/**
 * Fills `row` from `event`; it is good until the next call.
 * @throws HeadwaterError what the registry says against it: `call.unpriced`, `currency.unknown`, `amount.*`
 */
export function readCall(event: CallEvent, cache: RegistryCache, row: CallRow): void {
  const price = priceCall(cache.registry, event)
  const { data } = event
  row.clear()
  row.bytes = scratch
  let length = 0
  const keep = (text: number, value: string | undefined) => {
    if (value === undefined) return
    const start = length
    length += scratch.write(value, start)
    row.slices[text * 2] = start
    row.slices[text * 2 + 1] = length
  }
  keep(callText.source, event.source)
  keep(callText.id, event.id)
  keep(callText.asset, data.asset)
  keep(callText.version, data.version)
  keep(callText.caller, data.caller)
  keep(callText.agent, data.agent)
  keep(callText.traceId, data.traceId)
  keep(callText.providerCallId, data.providerCallId)
  keep(callText.amount, data.amount)
  const tokens = [data.tokens?.input, data.tokens?.output, data.tokens?.cacheRead, data.tokens?.cacheWrite]
  tokens.forEach((count, index) => {
    keep(callText.input + index, count === undefined ? undefined : String(count))
    row.tokens[index] = count ?? -1
  })
  const currency = cache.currencyOf(price.currency)!
  row.currency = currency.bytes
  row.currencyIndex = currency.index
  row.priced = price.priced
  row.time = event.time
  writeAmount(price.amount, row.amount, 0)
  row.resolvable = isResolvable(cache.registry, data.asset, data.version ?? '')
}
