/**
 * CloudEvents in binary mode: the attributes are in headers, and the body or value is the data. HTTP and Kafka write
 * headers differently (httpHeaders.ts, src/kafka/consume/messageHeaders.ts); from there on both are read here. Such an
 * event becomes the structured event that it stands for, so it has the same identity and content in every mode.
 */
import { type Fault, faultOf } from '../../errors.ts'
import { parseJson } from '../records/json.ts'
import { dataRefusal, parseMediaType } from './mediaType.ts'

/** By name, without the prefix that the binding gives them. */
export type Attributes = Readonly<Record<string, string>>

/** The structured event in JSON, on one line. With `fault`, its data can't be read. */
interface ComposedEvent {
  readonly bytes: Buffer
  readonly fault?: Fault
}

/** Names of attributes have lower-case letters and digits only; `data` is the body's. */
export function isAttributeName(name: string): boolean {
  return /^[a-z0-9]+$/.test(name) && name !== 'data'
}

/**
 * @param dataType the media type of the data; undefined where none is given. It has precedence over the attribute
 *   `datacontenttype`, which is no header of its own in binary mode, but some libraries write one.
 */
export function composeEvent(
  attributes: Attributes,
  dataType: string | undefined,
  data: Uint8Array | null | undefined,
): ComposedEvent {
  const datacontenttype = dataType ?? attributes.datacontenttype
  const head = JSON.stringify({ ...attributes, ...(datacontenttype !== undefined && { datacontenttype }) })
  const bytes = withoutMark(Buffer.from(data ?? empty))
  if (bytes.length === 0) return { bytes: Buffer.from(head) }
  const open = `${head.slice(0, -1)}${head === '{}' ? '' : ','}`
  const fault = dataFault(datacontenttype, bytes)
  // Data that is not JSON must not stand between the attributes: together they could be another event.
  if (fault) return { bytes: Buffer.from(`${open}"data_base64":"${bytes.toString('base64')}"}`), fault }
  return { bytes: Buffer.concat([Buffer.from(`${open}"data":`), onOneLine(bytes), closing]) }
}

const empty = Buffer.alloc(0)
const closing = Buffer.from('}')

function dataFault(type: string | undefined, data: Buffer): Fault | undefined {
  const refusal = dataRefusal(parseMediaType(type))
  if (refusal !== undefined) return { code: 'event.contentType', message: refusal, path: '/datacontenttype' }
  try {
    parseJson(data, 0, data.length)
    return undefined
  } catch (error) {
    return faultOf(error)
  }
}

/** Line ends of JSON are between its values only, where a space means the same. An event of an input is one line. */
function onOneLine(json: Buffer): Buffer {
  if (!json.includes(0x0a) && !json.includes(0x0d)) return json
  return Buffer.from(json.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)))
}

/** Without a byte order mark. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}
