/** Which key of the mapping fixes a call that was refused, for records that a mapping turned into a call. */
import type { Fault } from '../../errors.ts'

/** By the path in the call that is at fault. */
type Keys = Readonly<Record<string, string>>

const gatewayKeys: Keys = {
  '/source': '`source` of the mapping sets it.',
  '/data/asset':
    '`models` of the mapping gives the asset for each model name, and `asset` a template for all others.',
  '/data/version': '`models` of the mapping gives the version.',
  '/data/currency': '`currency` of the mapping names the currency of costs that name none.',
}

const templateKeys: Keys = {
  '/source': '`event.source` of the mapping makes it.',
  '/id': '`event.id` of the mapping makes it.',
  '/time':
    '`event.time` of the mapping makes it; `timeUnit`, `dateOrder` and `timezone` say how the times are written.',
  '/data/asset': '`event.asset` of the mapping makes it, or `models` for the names that it knows.',
  '/data/version': '`event.version` of the mapping makes it.',
  '/data/currency':
    '`event.currency` of the mapping makes it, and `currencies` gives the code of each name, as {"usd": "USD"}.',
  '/data/amount':
    '`event.amount` of the mapping makes it; `decimalMark` and `thousands` say how the amounts are written.',
  '/data/tokens/input': '`event.tokens.input` of the mapping makes it.',
  '/data/tokens/output': '`event.tokens.output` of the mapping makes it.',
  '/data/tokens/cacheRead': '`event.tokens.cacheRead` of the mapping makes it.',
  '/data/tokens/cacheWrite': '`event.tokens.cacheWrite` of the mapping makes it.',
}

const unpriced =
  '`models` of the mapping gives the asset for each model name; `"amountFrom": "declared"` takes the cost of the record itself.'
const tooPrecise = '`amountDigits` of the mapping rounds to so many fraction digits.'
const templateFormats = new Set(['csv', 'json'])

/** The same fault, its message followed by the key. CloudEvents have no mapping. @param label of the format */
export function withMappingKey(fault: Fault, label: string): Fault {
  if (label === 'cloudevents') return fault
  const hint = mappingKey(fault, label.split(' ', 1)[0]!)
  return hint === undefined ? fault : { ...fault, message: `${fault.message} ${hint}` }
}

function mappingKey({ code, path }: Fault, format: string): string | undefined {
  const hasTemplates = templateFormats.has(format)
  if (code === 'call.unpriced') return hasTemplates ? undefined : unpriced
  if (code === 'amount.tooPrecise') return tooPrecise
  if (path === undefined) return undefined
  return (hasTemplates ? templateKeys : gatewayKeys)[path]
}
