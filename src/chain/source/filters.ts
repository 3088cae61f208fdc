/** Which logs a filter wants. */
import type { LogFilter } from './decoder.ts'

/** With sets in place of lists: a block may have tens of thousands of logs. */
export interface CompiledFilter {
  readonly addresses: ReadonlySet<string> | undefined
  readonly topics: readonly (ReadonlySet<string> | undefined)[]
  readonly siblings: boolean
  readonly calldata: boolean
}

const compiledBefore = new WeakMap<LogFilter, CompiledFilter>()

export function compileFilters(filters: readonly LogFilter[]): CompiledFilter[] {
  return filters.map((filter) => {
    const known = compiledBefore.get(filter)
    if (known) return known
    const { addresses, topics, siblings = false, calldata = false } = filter
    const compiled = {
      addresses: addresses && new Set<string>(addresses),
      topics: topics.map((wanted) => wanted && new Set<string>(wanted)),
      siblings,
      calldata,
    }
    compiledBefore.set(filter, compiled)
    return compiled
  })
}

export function wants(
  { addresses, topics: wanted }: CompiledFilter,
  { address, topics }: { readonly address: string; readonly topics: readonly string[] },
): boolean {
  for (let at = 0; at < wanted.length; at++) {
    const of = wanted[at]
    const topic = topics[at]
    if (of !== undefined && (topic === undefined || !of.has(topic))) return false
  }
  return addresses === undefined || addresses.has(address) || addresses.has(address.toLowerCase())
}

/** Whether two lists of filters want the same. Decoders may make a new list for each block. */
export function sameFilters(some: readonly LogFilter[], others: readonly LogFilter[]): boolean {
  return (
    some.length === others.length &&
    some.every((filter, i) => {
      const other = others[i]!
      return (
        filter === other ||
        (same(filter.addresses, other.addresses) &&
          filter.topics.length === other.topics.length &&
          filter.topics.every((topics, at) => same(topics, other.topics[at])) &&
          filter.siblings === other.siblings &&
          filter.calldata === other.calldata)
      )
    })
  )
}

function same(some: readonly string[] | undefined, others: readonly string[] | undefined): boolean {
  if (some === undefined || others === undefined) return some === others
  return some.length === others.length && some.every((text, i) => text === others[i])
}
