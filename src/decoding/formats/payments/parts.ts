/**
 * Finds the parts of a payment in a record, wherever a gateway, a proxy or a hook has put them: as objects, or as headers
 * in base64. A part shows what it is by its fields. Records are searched to a depth and a number of values.
 */
import { fail } from '../../../errors.ts'
import { parseWrittenText } from '../../records/json.ts'
import { isObject, type Json } from '../record.ts'

const [depthMax, valuesMax, headerLengthMax] = [8, 4_000, 1 << 18]

/** What makes an object this part. */
type Tell = (value: Json) => boolean

/** The header's value as an object, or undefined where it is none of this part. */
type ReadHeader = (value: string) => unknown

export interface PartsOf<Name extends string> {
  readonly tells: Readonly<Record<Name, Tell>>
  /** By the header's name in lower case. */
  readonly headers: Readonly<Record<string, ReadHeader>>
  /** Objects under these names are not searched: they offer parts that were not taken. */
  readonly offers: ReadonlySet<string>
  /** Written by who pays, who may write anything beside it: nothing that is in it is another part. */
  readonly ofPayer: Name
  /** Written by who is paid: never found in a request, into which the payer could write it too. */
  readonly ofPayee: Name
}

/** What the payer sent, as captures of traffic name it. */
const requestNames = /^(?:params|req(?:uest)?(?:[-_]?headers)?)$/i

interface Place {
  readonly value: unknown
  readonly inRequest: boolean
}

/** The first of each part, those nearer to the top first. @throws HeadwaterError `record.malformed` */
export function findParts<Name extends string>(
  record: Json,
  { tells, headers, offers, ofPayer, ofPayee }: PartsOf<Name>,
): { readonly [Part in Name]?: Json } {
  const found: { [Part in Name]?: Json } = {}
  const names = (Object.keys(tells) as Name[]).filter((name) => name !== ofPayer)
  let level: Place[] = [{ value: record, inRequest: false }]
  let seen = 0
  for (let depth = 0; depth < depthMax && level.length > 0; depth++) {
    const next: Place[] = []
    for (const { value, inRequest } of level) {
      if (++seen > valuesMax) return found
      if (Array.isArray(value))
        next.push(...value.slice(0, valuesMax).map((item) => ({ value: item, inRequest })))
      if (!isObject(value)) continue
      if (tells[ofPayer](value)) {
        found[ofPayer] ??= value
        continue
      }
      for (const name of names)
        if (tells[name](value) && !(inRequest && name === ofPayee)) found[name] ??= value
      for (const [key, inner] of [...Object.entries(value), ...namedPair(value)]) {
        const header = headers[key.toLowerCase()]
        const read = header && readHeader(header, inner, key)
        const isSearched = typeof inner === 'object' && inner !== null && !offers.has(key)
        if (read === undefined && !isSearched) continue
        next.push({ value: read ?? inner, inRequest: inRequest || requestNames.test(key) })
      }
    }
    level = next
  }
  return found
}

/** A header as captures of traffic have it: `{ name, value }`. */
function namedPair({ name, value }: Json): [string, unknown][] {
  return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : []
}

function readHeader(read: ReadHeader, value: unknown, name: string): unknown {
  const text = Array.isArray(value) ? value[0] : value
  if (typeof text !== 'string' || text === '') return undefined
  if (text.length > headerLengthMax) fail('record.malformed', `The header ${name} is too long.`, { path: '' })
  try {
    return read(text)
  } catch {
    return fail('record.malformed', `The header ${name.slice(0, 64)} is not JSON in base64.`, { path: '' })
  }
}

/** JSON in base64, with either alphabet. @throws SyntaxError */
export function base64Json(text: string): unknown {
  return parseWrittenText(Buffer.from(text.trim(), 'base64').toString('utf8'))
}
