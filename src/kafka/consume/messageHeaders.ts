/** Reads a message's headers: whether it holds one event or many, where its attributes are, and what they are. */
import { isUtf8 } from 'node:buffer'
import { type Attributes, isAttributeName } from '../../decoding/cloudevents/binaryMode.ts'
import {
  formatRefusal,
  isEventFormat,
  type MediaType,
  parseMediaType,
} from '../../decoding/cloudevents/mediaType.ts'
import { fail } from '../../errors.ts'
import { contentTypeHeader, faultHeader } from '../send/packing.ts'

export type HeaderValue = Buffer | string | (Buffer | string)[] | undefined

/** The fields of a message that are read; those of kafkajs have them. */
export interface Message {
  readonly offset: string
  readonly key?: Buffer | null
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, HeaderValue>> | undefined
}

const attributePrefix = 'ce_'
const specversionHeader = `${attributePrefix}specversion`
/** How other bindings and earlier versions name the header, whose events are not in binary mode here. */
const otherSpecversionHeaders = ['ce-specversion', 'cloudEvents:specversion', 'cloudEvents_specversion']

/** One event, a JSON array of events, or a line for each. */
export function shapeOf(message: Message): 'one' | 'array' | 'lines' {
  const { value, headers } = message
  if (headers?.[faultHeader] !== undefined) return 'one'
  const type = mediaTypeOf(message)
  if (type.name === 'application/x-ndjson') return 'lines'
  if (isBinary(message) || refusedFormat(message) !== undefined) return 'one'
  return value !== null && value[skipSpace(value, 0)] === 0x5b ? 'array' : 'one'
}

/** Whether the attributes are in headers and the value is `data`. */
export function isBinary(message: Message): boolean {
  return message.headers?.[specversionHeader] !== undefined && !isEventFormat(mediaTypeOf(message))
}

/** Why the value of a structured message can't be read. */
export function refusedFormat(message: Message): string | undefined {
  const type = mediaTypeOf(message)
  if (isEventFormat(type)) return formatRefusal(type)
  const other = otherSpecversionHeaders.find((name) => message.headers?.[name] !== undefined)
  if (other === undefined || message.headers?.[specversionHeader] !== undefined) return undefined
  return `The message has the header ${other}. In binary mode over Kafka the names of attributes begin with ce_: ${specversionHeader}.`
}

/** The attributes of a message in binary mode. @throws HeadwaterError `line.notUtf8`, `event.malformed` */
export function attributesOf({ headers = {} }: Message): Attributes {
  const attributes: Record<string, string> = {}
  for (const [header, value] of Object.entries(headers)) {
    const name = header.slice(attributePrefix.length)
    if (!header.startsWith(attributePrefix) || !isAttributeName(name)) continue
    const values = new Set(
      (Array.isArray(value) ? value : [value]).map((each) => attributeText(header, each)),
    )
    const [first = '', other] = values
    if (other !== undefined)
      fail('event.malformed', `The message has the header ${header} twice, with different values.`, {
        path: `/${name}`,
      })
    attributes[name] = first
  }
  return attributes
}

function attributeText(header: string, value: Buffer | string | null | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  // Two names that are not UTF-8 could become the same text.
  if (!isUtf8(value)) fail('line.notUtf8', `The header ${header} is not UTF-8.`)
  return value.toString()
}

function mediaTypeOf({ headers }: Message): MediaType {
  const text = headers && headerText(headers[contentTypeHeader])
  return text === undefined ? noMediaType : parseMediaType(text)
}

const noMediaType = parseMediaType(undefined)

export function headerText(value: HeaderValue): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined || first === null ? undefined : first.toString()
}

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at]! <= 0x20) at++
  return at
}
