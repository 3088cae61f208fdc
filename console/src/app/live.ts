/** What the server does now: its snapshots, as they come. */
import { useEffect, useState } from 'react'

export interface Snapshot {
  /** RFC 3339 in UTC. */
  readonly at: string
  readonly health: { readonly position: number; readonly refused: number; readonly epochs: number }
  /** Events since the server's start, by result. */
  readonly taken: Readonly<Record<string, number>>
  readonly receivedBytes: number
  readonly refusedByCode: Readonly<Record<string, number>>
  readonly sources: readonly { readonly partition: string; readonly watermark: string }[]
  readonly lag: readonly { readonly topic: string; readonly partition: string; readonly messages: number }[]
  /** The stage in which a close is now. */
  readonly closing: string | null
}

export interface Live {
  /** The last two minutes, oldest first. */
  readonly snapshots: readonly Snapshot[]
  readonly connected: boolean
  /** How far the browser's clock is ahead of the server's, by the last snapshot. */
  readonly aheadMs: number
}

const keptMs = 120_000
const againMs = 3_000

/**
 * Follows the server while the page is open. The browser connects again by itself after a break, but not after an answer
 * other than 200, as of a proxy whose server starts again.
 */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ snapshots: [], connected: false, aheadMs: 0 })
  useEffect(() => {
    let source: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    const take = (event: MessageEvent<string>) => {
      const snapshot = JSON.parse(event.data) as Snapshot
      const sentAt = Date.parse(snapshot.at)
      const aheadMs = Date.now() - sentAt
      setLive(({ snapshots }) => ({
        connected: true,
        aheadMs,
        snapshots: [...snapshots.filter(({ at }) => Date.parse(at) >= sentAt - keptMs), snapshot],
      }))
    }
    const open = () => {
      source = new EventSource('v1/live')
      source.addEventListener('snapshot', take)
      source.addEventListener('error', ({ target }) => {
        setLive((before) => ({ ...before, connected: false }))
        if ((target as EventSource).readyState === EventSource.CLOSED) timer = setTimeout(open, againMs)
      })
    }
    open()
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [])
  return live
}
