/** Sending events to a server, and the list of those that it refused. */
import type { Headwater } from '../service/headwater.ts'
import type { Requests } from './wire.ts'

const ndjson = 'application/x-ndjson'

type Events = Pick<Headwater, 'ingest' | 'submit' | 'refused' | 'replayRefused' | 'dismissRefused'>

export function remoteEvents({ get, post }: Requests): Events {
  return {
    ingest: (chunks, { origin, format, mapping, dryRun, onProgress }) =>
      post('ingestReport', '/v1/ingestions', counted(chunks, onProgress), {
        type: ndjson,
        query: { origin, format, mapping: jsonText(mapping), dryRun: dryRun ? 'true' : undefined },
      }),
    async submit(body, { format, mapping, onSkipped, onReadings }) {
      const query = { format, mapping: jsonText(mapping) }
      const answer = await post('eventResults', '/v1/events', body, { type: ndjson, query })
      const { results, skippedByReason, readings } = answer
      if (skippedByReason !== undefined) onSkipped?.(skippedByReason)
      if (readings !== undefined) onReadings?.(readings)
      return results as Awaited<ReturnType<Headwater['submit']>>
    },
    refused: (options = {}) => get('refusedPage', '/v1/refused', { ...options }),
    replayRefused: ({ code, format, mapping } = {}) =>
      post('replayReport', '/v1/refused/replay', JSON.stringify({ code, format, mapping })),
    dismissRefused: ({ code, ids, before, all }) =>
      post('dismissReport', '/v1/refused/dismiss', JSON.stringify({ code, ids, before, all })),
  }
}

function jsonText(mapping: unknown): string | undefined {
  return mapping === undefined ? undefined : JSON.stringify(mapping)
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onProgress: ((progress: { bytes: number; events: number }) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  let events = 0
  for await (const chunk of chunks) {
    yield chunk
    bytes += chunk.length
    // Counts the lines sent; only the server knows which of them are events.
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) events++
    onProgress?.({ bytes, events })
  }
}
