/** What the receivers of gateways' records share: the sender, the mapping, the packing of the body, and the counts. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { charsetRefusal, parseMediaType } from '../../decoding/cloudevents/mediaType.ts'
import { requestOrigin } from '../../decoding/origin.ts'
import { fail } from '../../errors.ts'
import type { EventResult, ReadingCount, SkippedGroup, SubmitOptions } from '../../service/headwater.ts'
import { actorOf, permissionsOf } from '../access.ts'
import { plain, type RouteOptions } from './common.ts'

const encodings = ['identity', 'gzip', 'x-gzip', 'zstd']

export const mappingQuery = z.strictObject({
  mapping: z
    .string()
    .max(16_384)
    .optional()
    .describe('Mapping as JSON, in place of the one that the server was started with; see docs/ingestion.md'),
})

export function senderOf(request: FastifyRequest, { mapping }: z.infer<typeof mappingQuery>) {
  return {
    origin: requestOrigin(request.id),
    allowed: permissionsOf(request),
    actor: actorOf(request),
    ...(request.span?.traceparent !== undefined && { traceparent: request.span.traceparent }),
    ...(mapping !== undefined && { mapping: parseMapping(mapping) }),
  }
}

function parseMapping(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return fail('mapping.malformed', 'The mapping is not JSON.', { path: '/querystring/mapping' })
  }
}

/**
 * A body may be packed with gzip or zstd, which ingestion sees by its first bytes. The media type does not choose the
 * format either: ingestion finds it by looking, or the query gives it.
 */
export function requireReadable({ headers }: Pick<FastifyRequest, 'headers'>): void {
  const encoding = headers['content-encoding'] ?? 'identity'
  if (!encodings.includes(encoding.trim().toLowerCase())) {
    fail(
      'request.mediaType',
      `Send events as they are, or packed with gzip or zstd; the request has the content encoding ${encoding.slice(0, 32)}.`,
    )
  }
  const refusal = charsetRefusal(parseMediaType(headers['content-type']).charset)
  if (refusal !== undefined) fail('request.mediaType', refusal)
}

type Submitted = Omit<SubmitOptions, 'eventsMax' | 'bytesMax' | 'onSkipped' | 'onReadings'>

/** Submits a whole body, and answers with the result of each event and with the counts. */
export async function answerResults(
  reply: FastifyReply,
  { headwater, telemetry, bodyEventsMax, bodyBytesMax }: RouteOptions,
  body: Uint8Array,
  options: Submitted,
) {
  let skipped: readonly SkippedGroup[] | undefined
  let readings: readonly ReadingCount[] | undefined
  const results = await headwater.submit(body, {
    ...options,
    eventsMax: bodyEventsMax,
    bytesMax: bodyBytesMax,
    onSkipped: (groups) => {
      skipped = groups
    },
    onReadings: (counts) => {
      readings = counts
    },
  })
  const counts = countResults(results)
  if (counts.queued !== undefined) {
    telemetry.metrics.queued(counts.queued)
    reply.code(202)
  }
  return plain({
    ...counts,
    ...(skipped && { skipped: countsByReason(skipped), skippedByReason: skipped }),
    ...(readings && { readings }),
    results,
  })
}

function countsByReason(skipped: readonly SkippedGroup[]): Record<string, number> {
  return Object.fromEntries(skipped.map(({ reason, count }) => [reason, count]))
}

function countResults(results: readonly EventResult[]): Record<
  Exclude<EventResult['status'], 'queued'>,
  number
> & {
  queued?: number
  suspected?: number
  backdated?: number
} {
  const counts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, queued: 0 }
  for (const result of results) counts[result.status]++
  const suspected = results.filter((result) => result.suspected !== undefined).length
  const backdated = results.filter((result) => result.backdated !== undefined).length
  const { queued, ...others } = counts
  return {
    ...others,
    ...(queued > 0 && { queued }),
    ...(suspected > 0 && { suspected }),
    ...(backdated > 0 && { backdated }),
  }
}
