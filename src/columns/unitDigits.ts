/** Amounts of a column in decimal digits, written as bytes: the text of a bigint costs several times as much. */
import type { UnitSums } from './unitSums.ts'

/** A row of a column has at most so many digits, and a sign. */
export const digitsMax = 40

const wordLimit = 2 ** 32
/** So a remainder with a word below it is exact in a double, and its quotient is floored right. */
const groupLimit = 1_000_000
const groupDigits = 6
const zero = 48

/** The digits of 0 to 999, three each. */
const triples = Uint8Array.from({ length: 3_000 }, (_, at) => {
  const number = Math.floor(at / 3)
  return zero + (Math.floor(number / 10 ** (2 - (at % 3))) % 10)
})

/** Groups of digits of the amount that is written, the lowest first. */
const groups = new Uint32Array(8)

/** @returns where the digits end */
export function writeDigits(to: Uint8Array, at: number, sums: UnitSums, row: number): number {
  const words = sums.words
  const place = row * 2
  if (words === undefined || place >= words.low.length || words.high[place + 1]! < 0)
    return writeText(to, at, String(sums.get(row)))
  const { low, high } = words
  let count = 0
  let [three, two] = [high[place + 1]!, high[place]! >>> 0]
  let [one, none] = [low[place + 1]!, low[place]!]
  while (three > 0 || two > 0 || one >= 2 ** 21) {
    let left = three
    three = Math.floor(left / groupLimit)
    left = (left - three * groupLimit) * wordLimit + two
    two = Math.floor(left / groupLimit)
    left = (left - two * groupLimit) * wordLimit + one
    one = Math.floor(left / groupLimit)
    left = (left - one * groupLimit) * wordLimit + none
    none = Math.floor(left / groupLimit)
    groups[count++] = left - none * groupLimit
  }
  let rest = one * wordLimit + none
  while (rest >= groupLimit) {
    const next = Math.floor(rest / groupLimit)
    groups[count++] = rest - next * groupLimit
    rest = next
  }
  return writeGroups(to, writeFirst(to, at, rest), count)
}

/** @param number below 10^6 */
function writeFirst(to: Uint8Array, at: number, number: number): number {
  let end = at + 1
  for (let limit = 10; limit <= number; limit *= 10) end++
  for (let place = end - 1, rest = number; place >= at; place--) {
    const next = Math.floor(rest / 10)
    to[place] = zero + rest - next * 10
    rest = next
  }
  return end
}

function writeGroups(to: Uint8Array, from: number, count: number): number {
  let at = from
  for (let place = count - 1; place >= 0; place--, at += groupDigits) {
    const group = groups[place]!
    const upper = Math.floor(group / 1_000)
    const [high, low] = [upper * 3, (group - upper * 1_000) * 3]
    to[at] = triples[high]!
    to[at + 1] = triples[high + 1]!
    to[at + 2] = triples[high + 2]!
    to[at + 3] = triples[low]!
    to[at + 4] = triples[low + 1]!
    to[at + 5] = triples[low + 2]!
  }
  return at
}

function writeText(to: Uint8Array, at: number, text: string): number {
  for (let place = 0; place < text.length; place++) to[at + place] = text.charCodeAt(place)
  return at + text.length
}
