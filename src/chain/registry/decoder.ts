/** The logs of a contract `AssetRegistry` as registry events: `table.ts` has what becomes of each. */
import { assetRegistry } from '../contracts/assetRegistry.ts'
import { eventsOfLog, type Outcome, placeOf } from '../logs/chainEvent.ts'
import { eventReader } from '../logs/eventReader.ts'
import type { ChainEvent, Decoder, Hex, Listed, Note } from '../source/decoder.ts'
import { OwnedVersions } from './ownedVersions.ts'
import { type At, table } from './table.ts'

const reader = eventReader(assetRegistry.abi, Object.keys(table))

/** @param chain CAIP-2 */
export function registryDecoder(
  chain: string,
  { address, from }: { readonly address: Hex; readonly from: number },
): Decoder {
  const source = `chain:${chain}/${address}`
  const owned = new OwnedVersions()
  const filters = [{ addresses: [address], topics: [[...reader.names.keys()]] }]
  return {
    watched: address,
    from,
    filters: () => filters,
    restore(notes) {
      for (const note of notes) owned.restore(note)
    },
    decode(block, logs) {
      const events: ChainEvent[] = []
      const listed: Listed[] = []
      const notes: Note[] = []
      for (const log of logs) {
        const found = reader.read(log)
        if (found === undefined) {
          const what = `A log of the registry ${address} has a known topic and data of another form.`
          listed.push({ kind: 'registry.unreadable', place: placeOf(log), what })
          continue
        }
        const row = table[found.eventName as keyof typeof table] as (args: unknown, at: At) => RowOutcome
        const outcome = row(found.args, { block, log, owned })
        events.push(...eventsOfLog(source, block, log, outcome.events ?? []))
        for (const each of outcome.listed ?? []) listed.push({ ...each, place: placeOf(log) })
        notes.push(...(outcome.notes ?? []))
      }
      return { events, listed, notes }
    },
  }
}

type RowOutcome = Outcome & { readonly notes?: readonly Note[] }
