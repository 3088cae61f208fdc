/**
 * The memory of spans: which span lies in which, across requests and files, so that of nested spans of one call one
 * bills. Adapter: src/projections (ClickHouse). It holds what spans say and not whether they bill: that is in the
 * identity index, which has what was accepted. So a kill or a restore can't leave the two in contradiction.
 */
import { crc32 } from 'node:zlib'

export interface TracedSpan {
  readonly traceId: string
  readonly spanId: string
  /** '' for a span without a parent; `unknownParent` where only a log record is about it. */
  readonly parentId: string
  /** Microseconds since 1970; 0 where it is not known. */
  readonly start: number
  readonly end: number
  /** Of an inference that did not fail. */
  readonly call?: TracedCall
}

export interface TracedCall {
  /** Of its event, whose id is `spanKey`. */
  readonly source: string
  readonly hasCounts: boolean
  /** Id of the provider's answer; '' where it is not known. */
  readonly answer: string
  /** By which it is compared with the calls around it: names of its model, and its asset. */
  readonly names: readonly string[]
  /** Whether it bills where it is not known in which spans it lies. Not remembered: the mapping of each input says it. */
  readonly billsUnlinked?: boolean
}

export const unknownParent = '?'

export function spanKey({ traceId, spanId }: TracedSpan): string {
  return `${traceId}/${spanId}`
}

export interface SpanStore {
  /** Durable when it returns. */
  add(spans: readonly TracedSpan[]): Promise<void>
  /** The spans of these traces that are remembered, some perhaps twice; of each trace `spansMax` at most. */
  read(traceIds: readonly string[], spansMax: number): Promise<TracedSpan[]>
  /** The CRC-32 of the id of each trace that has spans here, in any order. */
  traceSums(): Promise<Uint32Array>
  /**
   * Ids of recorded calls that share a trace with one of these spans, and are of a time of which spans were forgotten.
   * Costs nothing while no span was forgotten.
   */
  recordedBeside(spans: readonly TracedSpan[]): Promise<string[]>
}

/** Remembers spans while the process runs; for dry runs and tests. */
export function createSpanMemory(): SpanStore {
  const traces = new Map<string, TracedSpan[]>()
  return {
    async add(spans) {
      for (const span of spans) {
        const known = traces.get(span.traceId)
        if (known) known.push(span)
        else traces.set(span.traceId, [span])
      }
    },
    read: async (traceIds, spansMax) =>
      traceIds.flatMap((traceId) => traces.get(traceId)?.slice(0, spansMax) ?? []),
    traceSums: async () => Uint32Array.from(traces.keys(), (traceId) => crc32(traceId)),
    recordedBeside: async () => [],
  }
}
