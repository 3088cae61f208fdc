/**
 * The slow reader of calls, and the reference: puts an event that `parseEvent` returned, with its price, into a row.
 */

import { type CallEvent, tokenClasses } from '../../events/index.ts'
import { isResolvable, priceCall } from '../../registry/index.ts'
import { type CallRow, callText } from './callRow.ts'
import type { RegistryCache } from './registryCache.ts'
import { writeAmount } from './wideIntegers.ts'

/** Texts of a call take at most 1,024 bytes each. */
const scratch = Buffer.alloc(16 * 1_024)

/**
 * Fills `row` from `event`. The row is valid until the next call of this function.
 * @throws HeadwaterError where the registry refuses the call: `call.unpriced`, `currency.unknown`, `amount.*`
 */
export function readCall(event: CallEvent, cache: RegistryCache, row: CallRow): void {
  const price = priceCall(cache.registry, event)
  const { data } = event
  row.clear()
  row.bytes = scratch
  let end = keep(row, callText.source, event.source, 0)
  end = keep(row, callText.id, event.id, end)
  end = keep(row, callText.asset, data.asset, end)
  end = keep(row, callText.version, data.version, end)
  end = keep(row, callText.caller, data.caller, end)
  end = keep(row, callText.agent, data.agent, end)
  end = keep(row, callText.traceId, data.traceId, end)
  end = keep(row, callText.providerCallId, data.providerCallId, end)
  end = keep(row, callText.amount, data.amount, end)
  end = keep(row, callText.currencyGiven, data.currency, end)
  for (let index = 0; index < tokenClasses.length; index++) {
    const count = data.tokens?.[tokenClasses[index]!]
    end = keep(row, callText.input + index, count?.toString(), end)
    row.tokens[index] = count ?? -1
  }
  const currency = cache.currencyOf(price.currency)!
  row.currency = currency.bytes
  row.currencyIndex = currency.index
  row.priced = price.priced
  row.time = event.time
  writeAmount(price.amount, row.amount, 0)
  row.resolvable = isResolvable(cache.registry, data.asset, data.version ?? '')
}

/** Writes a text after the others. Returns where it ends. */
function keep(row: CallRow, text: number, value: string | undefined, end: number): number {
  if (value === undefined) return end
  const after = end + scratch.write(value, end)
  row.slices[text * 2] = end
  row.slices[text * 2 + 1] = after
  return after
}
