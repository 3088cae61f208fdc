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
}

const keptMs = 120_000

/** Follows the server while the page is open. The browser connects again by itself. */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ snapshots: [], connected: false })
  useEffect(() => {
    const source = new EventSource('v1/live')
    source.addEventListener('snapshot', (event) => {
      const snapshot = JSON.parse((event as MessageEvent<string>).data) as Snapshot
      const since = Date.parse(snapshot.at) - keptMs
      setLive(({ snapshots }) => ({
        connected: true,
        snapshots: [...snapshots.filter(({ at }) => Date.parse(at) >= since), snapshot],
      }))
    })
    source.addEventListener('error', () => setLive((before) => ({ ...before, connected: false })))
    return () => source.close()
  }, [])
  return live
}
