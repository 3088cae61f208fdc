/** The part of the service about notices, on the log of a ledger. */
import { fail } from '../errors.ts'
import type { EventStore, Position } from '../eventstore/port.ts'
import { streams } from '../log/streams.ts'
import type { Noticing, RewindOptions } from '../service/noticing.ts'
import { rewind } from './deliveries.ts'
import { standings } from './standings.ts'

export function noticingMethods(
  events: Pick<EventStore, 'append' | 'readStream' | 'head'>,
  newId: () => string,
): Noticing {
  return {
    webhooks: async () => ({ items: await standings(events) }),
    async rewindWebhook(webhook: string, { epoch }: RewindOptions) {
      await rewind(events, { webhook, position: (await positionOf(events, epoch)) - 1, id: newId() })
      return { webhook, epoch }
    },
  }
}

async function positionOf(events: Pick<EventStore, 'readStream'>, epoch: number): Promise<Position> {
  for await (const { position } of events.readStream(streams.epochs, { from: epoch - 1, limit: 1 }))
    return position
  return fail('epoch.unknown', `Epoch ${epoch} is not closed.`)
}
