/**
 * Where the columns and the content of a call are in a `CallRow`. Names are resolved once, here; code that writes rows
 * uses places in lists only.
 */
import { callType, tokenClasses } from '../../events/index.ts'
import { type NamesOf, namesOf } from '../../usage/columns.ts'
import { call } from '../../usage/kinds/call.ts'
import { rowBytesMin } from '../../usage/rowHash.ts'
import { callText } from '../calls/callRow.ts'

const typeBytes = Buffer.from(callType)
/** Every call's content begins with the length and the text of the type: see src/events/content.ts. */
export const contentPrefix = new Uint8Array(4 + typeBytes.length)
contentPrefix[0] = typeBytes.length
contentPrefix.set(typeBytes, 4)

export type TextName = NamesOf<typeof call.columns, 'text'>
export type CountName = NamesOf<typeof call.columns, 'count'>

/** The currency is not a slice of the event, because it may come from the rate. */
export const ofCurrency = -1

/** In the order in which a row is hashed. */
export const textNames = namesOf(call.columns, 'text')
export const countNames = namesOf(call.columns, 'count')
/** The place of each text column in `CallRow.slices`. */
export const columnSlices = Int32Array.from(textNames, sliceOf)
/** The fields of a content after its time: see src/events/call.ts. */
export const contentSlices = Int32Array.from(
  [
    ...(['asset', 'version', 'amount', 'currencyGiven', 'caller', 'agent'] as const),
    ...tokenClasses,
    ...(['traceId', 'providerCallId'] as const),
  ],
  sliceOf,
)

function sliceOf(name: keyof typeof callText | 'currency'): number {
  return name === 'currency' ? ofCurrency : callText[name] * 2
}

export const rowBytes = rowBytesMin(call.columns)
/** Bytes of a content without its texts: type, time, and the length of each text. */
export const contentBytesMin = contentPrefix.length + 8 + contentSlices.length * 4
