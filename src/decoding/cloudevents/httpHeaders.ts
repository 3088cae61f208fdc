/**
 * The attributes of a CloudEvent in the headers of an HTTP request. The HTTP binding (1.0.2, section 3.1.3.2) writes
 * characters beyond printable ASCII, spaces, quotes and percent signs as percent-encoded UTF-8; older versions of it
 * had quoted strings. Some libraries encode nothing: a percent sign without two hexadecimal digits is one by itself, and
 * bytes above ASCII are read as UTF-8.
 */
import { isUtf8 } from 'node:buffer'
import { fail } from '../../errors.ts'
import { type Attributes, isAttributeName } from './binaryMode.ts'

const prefix = 'ce-'
/** Without `time` a CloudEvent is valid, and Headwater could not say when the call was. */
const requiredNames = ['specversion', 'id', 'source', 'type', 'time']

/**
 * Undefined for a request that is not in binary mode. A single header that begins with `ce-` may belong to something
 * else.
 * @param rawHeaders names and values in turn, as Node has them: a repeated header is there as often as it came
 * @throws HeadwaterError `request.malformed`
 */
export function attributesOfHeaders(rawHeaders: readonly string[]): Attributes | undefined {
  const attributes: Record<string, string> = {}
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const header = rawHeaders[at]!.toLowerCase()
    const name = header.slice(prefix.length)
    if (!header.startsWith(prefix) || !isAttributeName(name)) continue
    const value = decodedValue(header, rawHeaders[at + 1]!)
    if (attributes[name] !== undefined && attributes[name] !== value)
      malformed(header, `The request has the header ${header} twice, with different values.`)
    attributes[name] = value
  }
  const { specversion, id, type } = attributes
  if (specversion === undefined && (id === undefined || type === undefined)) return undefined
  const missing = requiredNames.filter((name) => attributes[name] === undefined)
  if (missing.length > 0) {
    const names = missing.map((name) => prefix + name).join(', ')
    malformed(
      prefix + missing[0],
      `The request is a CloudEvent in binary mode, because it has ${prefix}${specversion === undefined ? 'id and ce-type' : 'specversion'}, and it has no header ${names}.`,
    )
  }
  return attributes
}

function decodedValue(header: string, value: string): string {
  const trimmed = value.trim()
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(trimmed)
  const text = quoted ? quoted[1]!.replace(/\\(.)/gs, '$1') : trimmed
  const bytes = Buffer.from(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    ),
    'latin1',
  )
  if (!isUtf8(bytes)) malformed(header, `The header ${header} is not percent-encoded UTF-8.`)
  return bytes.toString('utf8')
}

function malformed(header: string, message: string): never {
  fail('request.malformed', message, { path: `/headers/${header}` })
}
