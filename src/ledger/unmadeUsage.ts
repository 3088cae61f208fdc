/**
 * What ingestion asks of the usage store although no call came yet. A folder whose store was never made has no entry that
 * an accepted event could close, and no call that one could reach back over, so a registry of millions is taken in without
 * loading the engine.
 */
import { lazyPort } from '../base/lazy.ts'
import type { UsageReader } from '../usage/reader.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type { Engines } from './engines.ts'

type UsageEngine = Pick<Engines, 'usage' | 'hasUsage'>

export function refusedOf({ usage, hasUsage }: UsageEngine): RefusedStore {
  const store = lazyPort(async () => (await usage.get()).refused, {})
  return {
    add: (events) => store.add(events),
    list: (options) => store.list(options),
    count: (code) => store.count(code),
    codes: () => store.codes(),
    resolve: (ids) => store.resolve(ids),
    async closeAccepted(identities) {
      if (hasUsage()) await store.closeAccepted(identities)
    },
    dismiss: (selection) => store.dismiss(selection),
    losses: () => store.losses(),
  }
}

export function reachedCallsOf({ usage, hasUsage }: UsageEngine): Pick<UsageReader, 'reachedCalls'> {
  return {
    async reachedCalls(reaches, settled) {
      if (!hasUsage()) return reaches.map(() => undefined)
      const { reader } = await usage.get()
      return reader.reachedCalls(reaches, settled)
    },
  }
}
