/** What became no event, as an operator reads it. */
import type { EventStore } from '../../eventstore/port.ts'
import { chainNoted } from '../../log/chainNoted.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import { registryLost } from './notebook.ts'
import { partitionName } from './track.ts'

export interface ListedEntry {
  readonly chain: string
  readonly watched: string
  readonly block: number
  readonly kind: string
  readonly place: string
  readonly what: string
}

/**
 * In order, each once. What was listed of a branch that was given up is left out, but for lost registry events: those are
 * lost until the chain has them again.
 */
export async function readListed(
  events: Pick<EventStore, 'readStream'>,
  chain: string,
  watched: string,
): Promise<ListedEntry[]> {
  let found = new Map<string, ListedEntry>()
  for await (const event of readWhole(events, streams.chainNotes(partitionName(chain, watched)))) {
    const { block, listed = [], accepted } = chainNoted.read(event)
    if (accepted)
      found = new Map([...found].filter(([, one]) => one.block <= block.number || one.kind === registryLost))
    for (const { kind, place, what } of listed) {
      const entry = { chain, watched, block: block.number, kind, place, what }
      found.set(`${kind} ${place}`, entry)
    }
  }
  return [...found.values()]
}
