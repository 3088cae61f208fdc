/**
 * The data of an event: the member `data`, or JSON in `data_base64`, which libraries write for data that they have as
 * bytes. Both at once are refused, because they could say different things.
 */
import { fail } from '../errors.ts'
import { kindOf } from './sentences.ts'
import { quoted } from './text.ts'

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
    fail(
      'event.malformed',
      `The data is not a JSON object, but a string.${textHint(data, datacontenttype)}`,
      {
        path: '/data',
      },
    )
  }
  return data
}

/** What the text holds, so that its sender sees what to send in its place. */
function textHint(data: string, type: unknown): string {
  if (/^\s*\{/.test(data)) return ' It holds JSON: send the object itself.'
  return typeof type === 'string' ? ` Its media type is ${quoted(type)}; Headwater reads data in JSON.` : ''
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
