/** Sends notices to webhooks while a server runs. A webhook that fails holds up no other. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { readNotices } from '../config/noticesFile.ts'
import type { Config } from '../config.ts'
import type { LedgerHeadwater } from '../ledger/headwater.ts'
import { ingestCounts } from '../telemetry/ingestCounts.ts'
import { restarting } from './restarting.ts'

interface RunningNotices {
  stop(): Promise<void>
}

const none: RunningNotices = { stop: async () => {} }

/** @throws HeadwaterError `notices.fileMissing`, `notices.fileFaulty` */
export async function startNotices(
  headwater: LedgerHeadwater,
  config: Pick<Config, 'notices' | 'data'>,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Registry },
): Promise<RunningNotices> {
  const notices = await readNotices({ file: config.notices.file, folder: config.data.folder })
  if (notices === undefined || notices.webhooks.size === 0) return none
  const stopping = new AbortController()
  const { signal } = stopping
  const senders = headwater.noticeSenders({
    config: notices,
    counts: () => ingestCounts(metrics),
    heard: {
      onSettled: ({ id }, outcome, why) =>
        outcome === 'delivered'
          ? logger.info({ notice: id }, 'notice delivered')
          : logger.error({ notice: id, why }, 'notice given up'),
      onFailed: ({ id }, why) => logger.warn({ notice: id, why }, 'notice not taken'),
    },
  })
  const onFault = (error: Error) => logger.error({ err: error }, 'notices fail')
  const running = [
    ...[...notices.webhooks.keys()].map((name) =>
      restarting(signal, () => senders.send(name, signal), onFault).catch(onFault),
    ),
    everySo(senders.refusedShare, signal, onFault),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

async function everySo(
  watch: { look(): Promise<void>; readonly everyMs: number },
  stop: AbortSignal,
  onFault: (error: Error) => void,
): Promise<void> {
  while (!stop.aborted) {
    await watch.look().catch(onFault)
    await sleep(watch.everyMs, undefined, { signal: stop }).catch(() => {})
  }
}
