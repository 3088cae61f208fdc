/**
 * The marks in the amounts of a CSV file whose mapping names none. They are decided by the beginning of the file and for
 * the whole of it, before its first line, and become a part of the mapping: a refused line is read again with them. One
 * amount alone decides nothing, because `1.000` in a file with `0,50` is 1000, and in a file with `0.50` it is 1.
 */
import { type CsvForm, valuesOf } from './headValues.ts'

/** A comma before other than three digits, or after a group that has points. */
const commaFraction = /^(?:[0-9]+,(?!0*[0-9]{3}$)[0-9]+|0,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+)$/
const pointFraction =
  /^(?:[0-9]+\.(?![0-9]{3}$)[0-9]+(?:[eE][+-]?[0-9]+)?|0\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+)$/
const pointGroups = /^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+$/

interface CsvMappingText extends CsvForm {
  readonly decimalMark?: string
  readonly thousands?: string
  readonly event?: { readonly amount?: string }
}

/** The mapping with the marks that the amounts at the beginning of the file have, if all of them agree. */
export function withMarks(mapping: unknown, head: Uint8Array): unknown {
  const given = mapping as CsvMappingText
  const amount = given?.event?.amount
  if (typeof amount !== 'string' || given.decimalMark !== undefined || given.thousands !== undefined)
    return mapping
  let amounts: readonly string[]
  try {
    amounts = valuesOf(given, amount.replace(/^-/, ''), head).map((text) => text.replace(/^[-\u2212]\s*/, ''))
  } catch {
    // The reader says what is wrong with the mapping or the file.
    return mapping
  }
  const commas = amounts.some((text) => commaFraction.test(text))
  if (!commas || amounts.some((text) => pointFraction.test(text))) return mapping
  const grouped = amounts.some((text) => pointGroups.test(text))
  return { ...given, decimalMark: ',', ...(grouped && { thousands: '.' }) }
}
