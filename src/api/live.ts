/**
 * What a server shows while it runs, as a stream of server-sent events. One look a second serves every reader, and none
 * is taken while there is no reader. A snapshot is sent when it differs from the one before.
 */
import type { Registry } from 'prom-client'
import type { z } from 'zod'
import { fail } from '../errors.ts'
import type { Headwater } from '../service/headwater.ts'
import type { liveSnapshot } from '../service/schemas/index.ts'
import { ingestCounts, valuesOf } from '../telemetry/ingestCounts.ts'

type LiveSnapshot = z.infer<typeof liveSnapshot>

interface LiveFeed {
  /** One snapshot, now. */
  look(): Promise<LiveSnapshot>
  /**
   * Calls `send` with each snapshot as JSON, the first at once, and with undefined to keep the connection alive.
   * @returns ends it
   * @throws HeadwaterError `request.busy`
   */
  follow(send: (snapshot: string | undefined) => void): () => void
  /** Ends all. */
  close(): void
}

const lookMs = 1_000
/** Proxies drop a connection on which nothing moves for a minute. */
const aliveEveryLooks = 15
const readersMax = 256

/** @param onFault receives what a look failed with; the next one comes a second later */
export function createLiveFeed(
  headwater: Pick<Headwater, 'health'>,
  metrics: Registry,
  onFault: (error: unknown) => void,
): LiveFeed {
  const readers = new Set<(snapshot: string | undefined) => void>()
  let timer: NodeJS.Timeout | undefined
  let last = ''
  let looks = 0
  let looking = false

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      const { at, ...rest } = await snapshotOf(headwater, metrics)
      const text = JSON.stringify(rest)
      looks++
      if (text !== last) sendAll(JSON.stringify({ at, ...rest }))
      else if (looks % aliveEveryLooks === 0) sendAll(undefined)
      last = text
    } catch (error) {
      onFault(error)
    } finally {
      looking = false
    }
  }

  function sendAll(text: string | undefined): void {
    for (const send of readers) send(text)
  }

  return {
    look: () => snapshotOf(headwater, metrics),
    follow(send) {
      if (readers.size >= readersMax)
        fail('request.busy', `${readersMax} readers follow this server already.`)
      readers.add(send)
      // So that the new reader gets a snapshot, too.
      last = ''
      void look()
      timer ??= setInterval(() => void look(), lookMs).unref()
      return () => {
        readers.delete(send)
        if (readers.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    close() {
      clearInterval(timer)
      readers.clear()
    },
  }
}

async function snapshotOf(headwater: Pick<Headwater, 'health'>, metrics: Registry): Promise<LiveSnapshot> {
  const { byResult, byCode, receivedBytes } = await ingestCounts(metrics)
  const watermarks = await valuesOf(metrics, 'headwater_watermark_seconds', 'partition')
  const { values: lag = [] } = (await metrics.getSingleMetric('headwater_kafka_lag_messages')?.get()) ?? {}
  const stages = await valuesOf(metrics, 'headwater_close_running', 'stage')
  return {
    at: new Date().toISOString(),
    health: { ...(await headwater.health()) },
    taken: Object.fromEntries(byResult),
    receivedBytes,
    refusedByCode: Object.fromEntries(byCode),
    sources: [...watermarks].map(([partition, seconds]) => ({
      partition,
      watermark: new Date(seconds * 1_000).toISOString(),
    })),
    lag: lag.map(({ labels, value }) => ({
      topic: String(labels.topic),
      partition: String(labels.partition),
      messages: value,
    })),
    closing: [...stages].find(([, value]) => value === 1)?.[0] ?? null,
  }
}
