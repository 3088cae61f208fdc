/**
 * Watches how many of the events that this process takes in are refused. Above the share of the notices file it records
 * an event, once until the share has been at or below it for a whole window.
 */
import type { RefusedShare } from '../config/noticesFile.ts'
import type { EventStore } from '../eventstore/port.ts'
import { refusedShareSeen } from '../log/notices.ts'
import { streams } from '../log/streams.ts'
import { appendNext } from './appendNext.ts'

/** What the process has counted since its start. */
export interface IngestCounts {
  readonly events: number
  readonly refused: number
  readonly byCode: ReadonlyMap<string, number>
}

const samplesOfWindow = 5
const codesMax = 20

interface Sample extends IngestCounts {
  readonly at: number
}

export interface RefusedShareWatch {
  /** Looks at the counts; to be called every `everyMs`. */
  look(): Promise<void>
  readonly everyMs: number
}

export function watchRefusedShare(
  parts: {
    readonly events: Pick<EventStore, 'append' | 'readStream'>
    readonly counts: () => Promise<IngestCounts>
    readonly newId: () => string
    readonly clock: () => Date
  },
  asked: RefusedShare,
): RefusedShareWatch {
  const samples: Sample[] = []
  let raised = false
  return {
    everyMs: asked.window / samplesOfWindow,
    async look() {
      const now: Sample = { ...(await parts.counts()), at: parts.clock().getTime() }
      samples.push(now)
      if (samples.length > samplesOfWindow + 1) samples.shift()
      const before = samples[0]!
      const events = now.events - before.events
      const refused = now.refused - before.refused
      if (events < asked.eventsMin || refused <= asked.above * events) {
        if (samples.length > samplesOfWindow) raised = false
        return
      }
      if (raised) return
      const from = new Date(before.at).toISOString()
      const to = new Date(now.at).toISOString()
      const data = { from, to, events, refused, codes: codesBetween(before, now) }
      await appendNext(parts.events, streams.refusedShares, refusedShareSeen.create(parts.newId(), data))
      raised = true
    },
  }
}

function codesBetween(before: IngestCounts, now: IngestCounts) {
  return [...now.byCode]
    .map(([code, count]) => ({ code, refused: count - (before.byCode.get(code) ?? 0) }))
    .filter(({ refused }) => refused > 0)
    .sort((left, right) => right.refused - left.refused || (left.code < right.code ? -1 : 1))
    .slice(0, codesMax)
}
