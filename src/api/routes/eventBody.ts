/**
 * How a request carries events: in its body, or one CloudEvent in binary mode, whose attributes are in headers and whose
 * data is the body. What Headwater can't read is refused for the whole request, by the name of what it is.
 */
import type { FastifyRequest } from 'fastify'
import { type Attributes, composeEvent } from '../../decoding/cloudevents/binaryMode.ts'
import { attributesOfHeaders } from '../../decoding/cloudevents/httpHeaders.ts'
import {
  dataRefusal,
  formatRefusal,
  isEventFormat,
  type MediaType,
  parseMediaType,
} from '../../decoding/cloudevents/mediaType.ts'
import { unpackWhole } from '../../decoding/input/unpack.ts'
import { eventBytesMax } from '../../decoding/limits.ts'
import { fail, HeadwaterError } from '../../errors.ts'
import { requireReadable } from './sending.ts'

/** Of bodies. The media type does not choose the format: ingestion finds it by looking, or the query gives it. */
export const eventMediaTypes = [
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/json',
  'application/x-ndjson',
  'text/csv',
] as const

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the one event of a request in binary mode. */
    eventAttributes: Attributes | undefined
  }
}

/**
 * Looks at the headers before the body is read.
 * @throws HeadwaterError `request.mediaType`, `request.malformed`
 */
export function readEventHeaders(request: FastifyRequest): void {
  const { headers, raw } = request
  requireReadable(request)
  const type = parseMediaType(headers['content-type'])
  const attributes = isEventFormat(type) ? undefined : attributesOfHeaders(raw.rawHeaders)
  const refusal = attributes ? binaryRefusal(type, attributes) : bodyRefusal(type)
  if (refusal !== undefined) mediaType(refusal)
  if (attributes) checkQuery(request.query)
  request.eventAttributes = attributes
}

/** Why data of this media type can't be read. */
function binaryRefusal(type: MediaType, { datacontenttype }: Attributes): string | undefined {
  return dataRefusal(type.name === '' ? parseMediaType(datacontenttype) : type)
}

/** The same for a body that has its events in it. */
function bodyRefusal(type: MediaType): string | undefined {
  if (isEventFormat(type)) return formatRefusal(type)
  if ((eventMediaTypes as readonly string[]).includes(type.name)) return undefined
  const found =
    type.name === '' ? 'The request has no media type' : `Unsupported media type ${type.name.slice(0, 100)}`
  return `${found}. Send events as ${eventMediaTypes.join(', ')}, or one event in binary mode, with its attributes in headers that begin with ce-.`
}

/**
 * The structured event that a body in binary mode stands for.
 * @throws HeadwaterError `event.tooLarge`, `event.tooDeep`, `line.notJson`, `line.notUtf8`, `input.damaged`
 */
export function composedBody(request: FastifyRequest, attributes: Attributes, body: Uint8Array): Uint8Array {
  const type = request.headers['content-type']
  const data = unpackWhole(body, eventBytesMax)
  const { bytes, fault } = composeEvent(attributes, type === '' ? undefined : type, data)
  // The request is this one event, so the request is at fault.
  if (fault) throw new HeadwaterError(fault)
  return bytes
}

/** The same for a body that comes as a stream. @throws HeadwaterError `request.tooLarge` too */
export async function composedStream(
  request: FastifyRequest,
  attributes: Attributes,
  body: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > eventBytesMax)
      fail('request.tooLarge', `The data of an event has at most ${eventBytesMax} bytes in binary mode.`)
    chunks.push(chunk)
  }
  return composedBody(request, attributes, Buffer.concat(chunks))
}

/** An event in binary mode is a CloudEvent, so no other format and no mapping applies. */
function checkQuery(query: unknown): void {
  const { format = 'auto', mapping } = query as { format?: string; mapping?: string }
  if (mapping === undefined && ['auto', 'cloudevents'].includes(format)) return
  fail(
    'request.malformed',
    'The request is a CloudEvent in binary mode, because of its ce- headers; it has neither another format nor a mapping.',
    { path: '/querystring/format' },
  )
}

function mediaType(message: string): never {
  fail('request.mediaType', message)
}
