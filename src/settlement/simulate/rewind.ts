/** The ledger as a closed epoch saw it, to go on from there with other events. */

import { fail, HeadwaterError } from '../../errors.ts'
import type { EventStore, Position } from '../../eventstore/port.ts'
import { invariant } from '../../invariant.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { readWhole, readWholeTexts } from '../../log/readWhole.ts'
import { applyFact, readFact } from '../../log/registryFact.ts'
import { streams } from '../../log/streams.ts'
import { decide, type RegistryState, wireEventOf } from '../../registry/index.ts'
import { replayedState } from '../replay/replayedState.ts'

export interface Rewound {
  /** The registry at the position of the epoch. */
  readonly registry: RegistryState
  readonly position: Position
  /** When the epoch was closed. */
  readonly recordedAt: Date
}

/** Registry events up to which a registry is kept for the next simulation: with more it would take much memory. */
const keptEventsMax = 100_000

/** Keeps the last registry that it made: simulations put layers over it. */
export class Rewinder {
  readonly #events: Pick<EventStore, 'readTexts' | 'readStream'>
  #last: { readonly manifestHash: string; readonly rewound: Rewound } | undefined

  constructor(events: Pick<EventStore, 'readTexts' | 'readStream'>) {
    this.#events = events
  }

  async to(epoch: ClosedEpoch): Promise<Rewound> {
    const { manifestHash } = epoch
    if (this.#last?.manifestHash === manifestHash) return this.#last.rewound
    this.#last = undefined
    const rewound = await rewindTo(this.#events, epoch)
    if (rewound.registry.count <= keptEventsMax) this.#last = { manifestHash, rewound }
    return rewound
  }
}

async function rewindTo(
  events: Pick<EventStore, 'readTexts' | 'readStream'>,
  { epoch, position, registryRevision }: ClosedEpoch,
): Promise<Rewound> {
  const { state, applier } = replayedState()
  const count = registryRevision + 1
  for await (const page of readWholeTexts(events, streams.registry)) {
    applier.apply(page, Math.min(page.positions.length, count - state.count))
    if (state.count >= count) break
  }
  invariant(state.count === count, 'the log has every registry event that an epoch saw')
  for await (const event of readWhole(events, streams.epochs, epoch - 1))
    return { registry: state, position, recordedAt: new Date(event.recordedAt) }
  return invariant(false, 'the log has the event of a closed epoch') as never
}

/** Applies the registry events of the log after a revision to a registry that has others too. */
export class LaterFacts {
  readonly #events: Pick<EventStore, 'readStream'>
  readonly #registry: RegistryState
  /** Of the last event of the log that was applied. */
  #applied: number

  constructor(events: Pick<EventStore, 'readStream'>, registry: RegistryState, applied: number) {
    this.#events = events
    this.#registry = registry
    this.#applied = applied
  }

  /** @throws HeadwaterError `simulate.laterRefused` */
  async to(revision: number): Promise<void> {
    if (revision <= this.#applied) return
    for await (const event of readWhole(this.#events, streams.registry, this.#applied + 1)) {
      const fact = readFact(event)
      try {
        decide(wireEventOf(fact), this.#registry)
      } catch (error) {
        if (!(error instanceof HeadwaterError)) throw error
        const { source, id } = fact
        fail(
          'simulate.laterRefused',
          `After the given events a recorded one, ${id} of ${source}, would have been refused: ${error.message}`,
          { data: { source, id, code: error.code } },
        )
      }
      applyFact(this.#registry, { ...event, revision: this.#registry.count }, fact)
      this.#applied = event.revision
      if (event.revision === revision) return
    }
  }
}
