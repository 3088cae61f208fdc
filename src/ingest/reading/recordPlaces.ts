/** Where the arrays of what was read of a block are in memory. It imports nothing, so that a thread starts fast. */

/** The texts of a row but the currency, and the currency that an event gives. */
export const textColumnCount = 9

/** Places of a registry event that was read, among the texts. See facts/factColumns.ts. */
export const factSpanCount = 14

/** Bytes of each array for a record, in the order in which they are in memory: those of wide items first. */
const arrays = {
  times: 8,
  counts: 4 * 8,
  amounts: 2 * 8,
  factDigests: 32,
  factSpans: factSpanCount * 4,
  sizes: 4,
  offsets: textColumnCount * 4,
  identities: 16,
  contents: 16,
  fractions: 2,
  plain: 1,
  factKinds: 1,
}

type RecordPlaces = Readonly<Record<keyof typeof arrays | 'texts' | 'bytes', number>>

/**
 * Where each array begins, counted from the first, and how many bytes there are without those of texts.
 * @param recordsMax a multiple of 16
 */
export function recordPlaces(recordsMax: number): RecordPlaces {
  let next = 0
  const places = Object.entries(arrays).map(([name, bytesEach]) => {
    const from = next
    // Offsets of a text column have one entry more than records.
    next += bytesEach * (name === 'offsets' ? recordsMax + 16 : recordsMax)
    return [name, from]
  })
  return { ...(Object.fromEntries(places) as RecordPlaces), texts: next, bytes: next }
}
