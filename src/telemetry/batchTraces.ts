/**
 * Batches as spans. A batch has events of many senders, and a span has only one parent: the batch is part of the first
 * sampled trace of its senders, and has links to the others. Each of the other traces gets a short span that names the
 * batch, so every trace leads to its rows.
 */
import type { BatchBegun, BatchPhase, BatchWatch, IngestObserver } from '../ingest/observer.ts'
import { headerText } from '../kafka/consume/messageHeaders.ts'
import { isSampled, type Span, type SpanAttributes, type Tracing } from './tracing.ts'

/** Limit of traces that a batch joins or links to. The traces of further events end where they were sent. */
const linksMax = 64
/** Limit of traces of one partition that wait for their batch. */
const waitingMax = 1_024

const phaseNames: Readonly<Record<BatchPhase, string>> = {
  judge: 'judge',
  insert: 'insert rows',
  append: 'append to the log',
  index: 'index identities',
}

type BatchTraces = Pick<IngestObserver, 'batch' | 'fetched' | 'standing'>

export function traceBatches(tracing: Tracing): BatchTraces {
  const waiting = new Map<string, { offset: number; traceparent: string }[]>()

  /** Removes and returns the traces of a partition's messages before the offset. */
  function take(partition: string, before: number): string[] {
    const all = waiting.get(partition) ?? []
    const found = all.filter(({ offset }) => offset < before)
    waiting.set(partition, all.slice(found.length))
    return found.map(({ traceparent }) => traceparent)
  }

  return {
    batch(begun) {
      const traces = new Set<string>()
      for (const { traceparent } of begun.senders) {
        if (isSampled(traceparent) && traces.size < linksMax) traces.add(traceparent)
      }
      for (const traceparent of begun.checkpoint === undefined
        ? []
        : take(begun.partition, begun.checkpoint)) {
        if (traces.size < linksMax) traces.add(traceparent)
      }
      return watch(tracing, begun, [...traces])
    },
    fetched(partition, messages) {
      const list = waiting.get(partition) ?? []
      waiting.set(partition, list)
      // After a start from the checkpoints the source fetches the same messages again.
      const from = Number(messages[0]?.offset ?? 0)
      while (list.length > 0 && list.at(-1)!.offset >= from) list.pop()
      for (const message of messages) {
        if (list.length >= waitingMax) break
        const traceparent = headerText(message.headers?.traceparent)
        if (isSampled(traceparent)) list.push({ offset: Number(message.offset), traceparent })
      }
    },
    standing(partitions) {
      const names = new Set(partitions.map(({ name }) => name))
      for (const name of waiting.keys()) if (!names.has(name)) waiting.delete(name)
    },
  }
}

function watch(tracing: Tracing, begun: BatchBegun, traces: readonly string[]): BatchWatch {
  const { partition, revision, attempt } = begun
  const [parent, ...others] = traces
  const key: SpanAttributes = {
    'headwater.partition': partition,
    'headwater.revision': revision,
    'headwater.attempt': attempt,
  }
  const startMs = Date.now()
  const batch = tracing.begin('batch', { parent, links: others, kind: 'consumer', attributes: key })
  let phase: Span | undefined
  return {
    enters(name) {
      phase?.end()
      phase = tracing.begin(phaseNames[name], { parent: batch.traceparent, attributes: key })
    },
    durable({ counts, rows }) {
      phase?.end()
      batch.set({
        'headwater.rows': rows,
        'headwater.accepted': counts.accepted,
        'headwater.duplicate': counts.duplicate,
        'headwater.conflict': counts.conflict,
        'headwater.rejected': counts.rejected,
        ...(begun.checkpoint !== undefined && { 'headwater.checkpoint': begun.checkpoint }),
      })
      batch.end()
      const links = batch.traceparent === undefined ? [] : [batch.traceparent]
      for (const other of others) {
        tracing.begin('in batch', { parent: other, links, kind: 'consumer', attributes: key, startMs }).end()
      }
    },
    failed(error) {
      phase?.end(error)
      batch.end(error)
    },
  }
}
