/** Logs of a contract as its events, by an ABI. */
import { type Abi, type AbiEvent, type DecodeEventLogReturnType, decodeEventLog, toEventSelector } from 'viem'
import type { ChainLog, Hex } from '../source/decoder.ts'

interface EventReader<Events extends Abi> {
  /** Names of the events by their first topics, in the order of the ABI. */
  readonly names: ReadonlyMap<Hex, string>
  /** Undefined where the log is none of these events, or its data have not their form. */
  read(log: Pick<ChainLog, 'topics' | 'data'>): DecodeEventLogReturnType<Events> | undefined
}

/** @param names the events of the ABI that are read; left out: all */
export function eventReader<const Events extends Abi>(abi: Events, names?: readonly string[]) {
  const byTopic = new Map<Hex, AbiEvent>()
  for (const item of abi) {
    if (item.type === 'event' && (names === undefined || names.includes(item.name)))
      byTopic.set(toEventSelector(item), item)
  }
  const reader: EventReader<Events> = {
    names: new Map([...byTopic].map(([topic, { name }]) => [topic, name])),
    read({ topics, data }) {
      const item = topics[0] && byTopic.get(topics[0])
      if (item === undefined) return undefined
      try {
        const decoded = decodeEventLog({ abi: [item], topics: topics as [Hex, ...Hex[]], data, strict: true })
        return decoded as unknown as DecodeEventLogReturnType<Events>
      } catch {
        return undefined
      }
    },
  }
  return reader
}
