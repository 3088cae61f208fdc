/** A call of an agent that is not released: priced as ingestion prices a call, and as its row would have it. */
import type { AgentFile } from '../composing/index.ts'
import { type Fault, faultOf, HeadwaterError } from '../errors.ts'
import { type CallEvent, callType, parseEvent } from '../events/index.ts'
import { priceCall, type Registry } from '../registry/index.ts'
import type { CompositionCall } from '../service/headwater.ts'
import type { StoredCall } from '../usage/kinds/call.ts'

export type PricedCall = { readonly call: StoredCall } | { readonly fault: Fault }

/** No partition of a ledger has a space in its name, so no epoch has settled the call. */
const place = { partition: 'composed call', revision: 0, attempt: '0'.repeat(32), row: 0 }
const noKey = '0'.repeat(32)

export function callOf(
  registry: Registry,
  { asset, version }: AgentFile,
  { time, ...priced }: CompositionCall,
): PricedCall {
  try {
    const event = parseEvent({
      specversion: '1.0',
      id: 'composed',
      source: 'composer',
      type: callType,
      time,
      data: { asset, version, ...priced },
    }) as CallEvent
    return { call: rowOf(event, registry) }
  } catch (error) {
    if (!(error instanceof HeadwaterError)) throw error
    return { fault: faultOf(error) }
  }
}

function rowOf(event: CallEvent, registry: Registry): StoredCall {
  const { source, id, time, data } = event
  const { asset, version = '', tokens = {} } = data
  return {
    ...place,
    ...{ identity: noKey, content: noKey, source, id, time, asset, version },
    ...priceCall(registry, event),
    inputTokens: tokens.input ?? -1,
    outputTokens: tokens.output ?? -1,
    cacheReadTokens: tokens.cacheRead ?? -1,
    cacheWriteTokens: tokens.cacheWrite ?? -1,
    ...{ caller: '', agent: '', traceId: '', providerCallId: '' },
  }
}
