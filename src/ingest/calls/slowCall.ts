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
  const counts = tokenClasses.map((name) => data.tokens?.[name])
  const [input, output, cacheRead, cacheWrite] = counts.map((count) => count?.toString())
  const texts: Record<keyof typeof callText, string | undefined> = {
    source: event.source,
    id: event.id,
    asset: data.asset,
    version: data.version,
    caller: data.caller,
    agent: data.agent,
    traceId: data.traceId,
    providerCallId: data.providerCallId,
    amount: data.amount,
    input,
    output,
    cacheRead,
    cacheWrite,
  }
  keepTexts(texts, row)
  for (const [index, count] of counts.entries()) row.tokens[index] = count ?? -1
  const currency = cache.currencyOf(price.currency)!
  row.currency = currency.bytes
  row.currencyIndex = currency.index
  row.priced = price.priced
  row.time = event.time
  writeAmount(price.amount, row.amount, 0)
  row.resolvable = isResolvable(cache.registry, data.asset, data.version ?? '')
}

function keepTexts(texts: Record<keyof typeof callText, string | undefined>, row: CallRow): void {
  row.bytes = scratch
  let end = 0
  for (const [name, text] of Object.entries(texts)) {
    if (text === undefined) continue
    const place = callText[name as keyof typeof callText] * 2
    row.slices[place] = end
    end += scratch.write(text, end)
    row.slices[place + 1] = end
  }
}
