/**
 * The media types of requests and messages that carry CloudEvents. The HTTP and the Kafka binding tell the content mode
 * by it: a type that begins with `application/cloudevents` is an event format, and any other one is the type of the
 * data, whose attributes are in headers (binary mode).
 */

export interface MediaType {
  /** In lower case and without parameters; empty where none is given. */
  readonly name: string
  /** In lower case. */
  readonly charset: string | undefined
}

const eventFormatPrefix = 'application/cloudevents'
/** Formats of the specification that Headwater does not read, by the end of their media type. */
const otherFormats: readonly (readonly [ending: string, name: string])[] = [
  ['+avro', 'Avro'],
  ['+avro-compact', 'Avro'],
  ['+protobuf', 'Protobuf'],
  ['+xml', 'XML'],
]
const readFormats = new Set([
  eventFormatPrefix,
  `${eventFormatPrefix}+json`,
  `${eventFormatPrefix}-batch`,
  `${eventFormatPrefix}-batch+json`,
])
const readCharsets = new Set(['utf-8', 'utf8', 'us-ascii'])
const shownCharacters = 100

export function parseMediaType(text: string | undefined): MediaType {
  if (text === undefined) return { name: '', charset: undefined }
  const end = text.indexOf(';')
  const name = (end < 0 ? text : text.slice(0, end)).trim().toLowerCase()
  const charset =
    end < 0 ? undefined : /;\s*charset="?([^"\s;]+)"?\s*(?:;|$)/i.exec(text.slice(end))?.[1]?.toLowerCase()
  return { name, charset }
}

/** Whether the attributes are in the body: structured or batched mode. */
export function isEventFormat({ name }: MediaType): boolean {
  return name.startsWith(eventFormatPrefix)
}

/** Why a body of this media type can't be read as CloudEvents: the sentence that refuses it. */
export function formatRefusal({ name, charset }: MediaType): string | undefined {
  if (!readFormats.has(name)) {
    const format = otherFormats.find(([ending]) => name.endsWith(ending))?.[1] ?? 'another'
    return `The event is a CloudEvent in ${format} format (${name.slice(0, shownCharacters)}). Headwater reads the JSON format: application/cloudevents+json, or application/cloudevents-batch+json for a batch.`
  }
  return charsetRefusal(charset)
}

/** The same for the data of an event in binary mode. Without a media type it is JSON. */
export function dataRefusal({ name, charset }: MediaType): string | undefined {
  const isJson =
    name === '' || name === 'application/json' || name === 'text/json' || /^[^/]+\/[^/]+\+json$/.test(name)
  if (!isJson) {
    return `The event is a CloudEvent in binary mode, and the media type of its data is ${name.slice(0, shownCharacters)}. Headwater reads data in JSON: application/json, or a media type that ends in +json.`
  }
  return charsetRefusal(charset)
}

export function charsetRefusal(charset: string | undefined): string | undefined {
  if (charset === undefined || readCharsets.has(charset)) return undefined
  return `Send events as UTF-8; this one has the charset ${charset.slice(0, 32)}.`
}
