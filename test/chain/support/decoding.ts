/** A decoder beside a registry, as the source runs it: what it gives is decided and applied in order. */
import type { ChainEvent, Decoder, Listed, Note } from '../../../src/chain/source/decoder.ts'
import { compileFilters, wants } from '../../../src/chain/source/filters.ts'
import { HeadwaterError } from '../../../src/errors.ts'
import { parseEvent } from '../../../src/events/index.ts'
import { createRegistry, decide, evolve } from '../../../src/registry/index.ts'
import type { BlockOfLogs } from './logs.ts'

/** A registry that decides events one after the other, as ingestion does. Calls change nothing in it. */
export class Deciding {
  readonly registry = createRegistry()
  /** Codes of events that were refused. */
  readonly refused: string[] = []

  /** @returns whether the event was accepted */
  take(value: object): boolean {
    try {
      const event = parseEvent(value)
      if (event.type === 'io.headwater.call.metered') return true
      evolve(this.registry, decide(event as never, this.registry), this.registry.count)
      return true
    } catch (error) {
      if (!(error instanceof HeadwaterError)) throw error
      this.refused.push(error.code)
      return false
    }
  }
}

export interface Run {
  readonly events: readonly ChainEvent[]
  readonly listed: readonly Listed[]
  readonly notes: readonly Note[]
  /** Codes of events that the registry refuses. */
  readonly refused: readonly string[]
  readonly registry: ReturnType<typeof createRegistry>
}

/** @param before registry events of other inputs, which come first */
export async function run(
  decoder: Decoder,
  blocks: readonly BlockOfLogs[],
  before: readonly object[] = [],
): Promise<Run> {
  const deciding = new Deciding()
  const events: ChainEvent[] = []
  const listed: Listed[] = []
  const notes: Note[] = []
  for (const event of before) deciding.take(event)
  for (const { block, logs } of blocks) {
    const wanted = logs.filter((log) =>
      compileFilters(decoder.filters()).some((filter) => wants(filter, log)),
    )
    if (wanted.length === 0) continue
    const decoded = await decoder.decode(block, wanted, {
      registry: deciding.registry,
      recorded: block.number - 1,
      allLogs: logs,
    })
    for (const event of decoded.events) deciding.take(event)
    events.push(...decoded.events)
    listed.push(...decoded.listed)
    notes.push(...(decoded.notes ?? []))
  }
  return { events, listed, notes, refused: deciding.refused, registry: deciding.registry }
}
