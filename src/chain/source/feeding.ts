/** What every source of a chain does between its looks: it gives what was decoded on, and waits. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lanes } from '../../ingest/lanes/lanes.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import type { Track } from './track.ts'

/** Where nothing comes of blocks, the checkpoint moves this often; each move is an event of the log. */
const idleMs = 30_000
const roomMs = 100
const pauseMsMax = 60_000

interface Running {
  readonly lanes: Lanes
  readonly endpoints: Endpoints
  readonly config: { readonly poll: number }
  readonly signal: AbortSignal
}

/** Gives what was decoded to the lanes, as far as they have room. */
export async function feedTracks(
  tracks: Iterable<Track>,
  { lanes, signal }: Pick<Running, 'lanes' | 'signal'>,
  force: boolean,
): Promise<void> {
  const now = performance.now()
  for (const track of tracks) {
    while (
      track.gathered > 0 &&
      !lanes.hasRoom(track.lane) &&
      !track.isLost &&
      !lanes.stopped &&
      !signal.aborted
    )
      await Promise.race([lanes.whenChanged, sleep(roomMs)])
    await track.feed(force || now - track.fedAt > idleMs, now)
  }
}

/** Until the next look: longer where all endpoints rest. */
export async function pauseBetweenLooks({
  endpoints,
  config,
  signal,
}: Pick<Running, 'endpoints' | 'config' | 'signal'>): Promise<void> {
  const ms = Math.max(config.poll, Math.min(endpoints.waitMs, pauseMsMax))
  await sleep(ms, undefined, { signal }).catch(() => {})
}
