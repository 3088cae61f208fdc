/**
 * The data of an event: the member `data`, or JSON in `data_base64`, which libraries write for data that they have as
 * bytes. Both at once are refused, because they could say different things.
 */
import { fail } from '../errors.ts'
import { kindOf } from './sentences.ts'

const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/
const path = '/data_base64'

/** @throws HeadwaterError `event.malformed` */
export function eventData(event: object): unknown {
  const { data, data_base64: encoded, datacontenttype } = event as Readonly<Record<string, unknown>>
  if (encoded !== undefined && encoded !== null) {
    if (data !== undefined && data !== null)
      fail('event.malformed', 'The event has both data and data_base64; an event has one of them.', { path })
    return decodedData(encoded)
  }
  if (typeof data === 'string') {
    const hint = /^\s*\{/.test(data)
      ? ' It holds JSON: send the object itself.'
      : typeof datacontenttype === 'string'
        ? ` Its media type is ${JSON.stringify(datacontenttype.slice(0, 80).toWellFormed())}; Headwater reads data in JSON.`
        : ''
    fail('event.malformed', `The data is not a JSON object, but a string.${hint}`, { path: '/data' })
  }
  return data
}

function decodedData(encoded: unknown): unknown {
  if (typeof encoded !== 'string' || !base64Pattern.test(encoded)) {
    const found = typeof encoded === 'string' ? 'a text with other characters' : kindOf(encoded)
    fail('event.malformed', `data_base64 is not Base64, but ${found}.`, { path })
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64')))
  } catch {
    return fail('event.malformed', 'data_base64 does not hold JSON in UTF-8. Headwater reads data in JSON.', {
      path,
    })
  }
}
