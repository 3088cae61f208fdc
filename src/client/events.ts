/** Sending events to a server, and the list of those that it refused. */
import type { z } from 'zod'
import type { Headwater } from '../service/headwater.ts'
import * as schemas from '../service/schemas/index.ts'
import type { Query } from './http.ts'

const ndjson = 'application/x-ndjson'

interface Requests {
  get<Schema extends z.ZodType>(schema: Schema, path: string, query?: Query): Promise<z.output<Schema>>
  post<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    body: string | Uint8Array | AsyncIterable<Uint8Array>,
    options?: { query?: Query; type?: string },
  ): Promise<z.output<Schema>>
}

type Events = Pick<Headwater, 'ingest' | 'submit' | 'refused' | 'replayRefused' | 'dismissRefused'>

export function remoteEvents({ get, post }: Requests): Events {
  return {
    ingest: (chunks, { origin, format, mapping, dryRun, onProgress }) =>
      post(schemas.ingestReport, '/v1/ingestions', counted(chunks, onProgress), {
        type: ndjson,
        query: { origin, format, mapping: jsonText(mapping), dryRun: dryRun ? 'true' : undefined },
      }),
    async submit(body, { format, mapping, onSkipped, onReadings }) {
      const query = { format, mapping: jsonText(mapping) }
      const answer = await post(schemas.eventResults, '/v1/events', body, { type: ndjson, query })
      const { results, skippedByReason, readings } = answer
      if (skippedByReason !== undefined) onSkipped?.(skippedByReason)
      if (readings !== undefined) onReadings?.(readings)
      return results as Awaited<ReturnType<Headwater['submit']>>
    },
    refused: (options = {}) => get(schemas.refusedPage, '/v1/refused', { ...options }),
    replayRefused: ({ code, format, mapping } = {}) =>
      post(schemas.replayReport, '/v1/refused/replay', JSON.stringify({ code, format, mapping })),
    dismissRefused: ({ code, ids, before, all }) =>
      post(schemas.dismissReport, '/v1/refused/dismiss', JSON.stringify({ code, ids, before, all })),
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
