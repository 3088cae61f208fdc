/** Stops an input that is no text of its format, before its first record. */
import { isUtf8 } from 'node:buffer'
import { fail } from '../../errors.ts'
import { type InputFormat, protobufFormats } from '../formats/names.ts'
import { utf8Text } from '../records/json.ts'
import { describeBytes, describeOther } from './describe.ts'

/**
 * @param head the beginning of the input, unpacked
 * @throws HeadwaterError `input.unknownFormat`
 */
export function requireReadable(head: Uint8Array, format: InputFormat, origin: string): void {
  if (protobufFormats.some((name) => name === format)) return
  const other = describeBytes(head) ?? describeText(head, format)
  if (other === undefined) return
  const message = `${JSON.stringify(origin)} can't be read as ${format}, and nothing of it was taken in. ${other}`
  fail('input.unknownFormat', message, { data: { origin } })
}

/** The same for an input of which only this is known: that it should be CSV or JSON. */
export function requireText(head: Uint8Array, origin: string): void {
  const isMarkup = /^\s*</.test(Buffer.from(head.subarray(0, 256)).toString('utf8'))
  const other = describeBytes(head) ?? (isMarkup ? 'It is HTML or XML.' : undefined)
  if (other === undefined) return
  fail('input.unknownFormat', `${JSON.stringify(origin)} is no CSV and no JSON. ${other}`, {
    data: { origin },
  })
}

function describeText(head: Uint8Array, format: InputFormat): string | undefined {
  if (format !== 'csv' && format !== 'json') return undefined
  return describeOther(head, format) ?? (format === 'csv' ? headerFault(head) : undefined)
}

/** Without its header no line of CSV can be read. */
function headerFault(head: Uint8Array): string | undefined {
  const end = head.indexOf(0x0a)
  const header = Buffer.from(head.subarray(0, Math.max(end, 0)))
  if (isUtf8(header)) return undefined
  try {
    utf8Text(header, 0, header.length)
    return undefined
  } catch (error) {
    return `Its header: ${(error as Error).message} Save it as UTF-8.`
  }
}
