/** Which logs a filter wants. */
import type { ChainLog, LogFilter } from './decoder.ts'

export function matchesFilter(filter: LogFilter, { address, topics }: Pick<ChainLog, 'address' | 'topics'>) {
  if (filter.addresses !== undefined && !filter.addresses.includes(address)) return false
  return filter.topics.every((wanted, at) => {
    const topic = topics[at]
    return wanted === undefined || (topic !== undefined && wanted.includes(topic))
  })
}
