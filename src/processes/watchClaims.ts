/** Reads claims of published roots back while a watch runs, so that statements show them without a command. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Headwater } from '../service/headwater.ts'
import type { Pools } from './pools.ts'
import { updateClaims } from './publish.ts'

/** Claims are for people to look at: they decide nothing. */
const everyMs = 60_000

interface ClaimsWatch {
  readonly log: Logger
  readonly signal: AbortSignal
  readonly pools: Pools
  /** Whether to read them once. */
  readonly once: boolean
}

/** A chain that can't be read is logged and read the next time. @throws HeadwaterError `data.*`, `eventstore.*` */
export async function watchClaims(
  headwater: Headwater,
  config: Config,
  { log, signal, once, pools }: ClaimsWatch,
): Promise<void> {
  const troubles = new Map<string, string>()
  while (!signal.aborted) {
    for (const one of await updateClaims(headwater, config, { pools })) {
      const { chain, distributor } = one
      const place = `${chain} ${distributor}`
      const trouble = 'fault' in one ? one.fault.message : undefined
      if (trouble !== undefined && trouble !== troubles.get(place))
        log.warn({ chain, distributor, message: trouble }, 'claims were not read')
      if (trouble === undefined) troubles.delete(place)
      else troubles.set(place, trouble)
    }
    if (once) return
    await sleep(everyMs, undefined, { signal }).catch(() => {})
  }
}
