/**
 * A JSON text whose numbers are read as they were written only where that matters. `JSON.parse` alone is several times as
 * fast as with the source of every number, and a double gives back every number of up to 15 digits. Only a text that has
 * longer numbers is parsed again, because a double would round amounts such as 0.00022500000000000002.
 */
import { fail } from '../../../errors.ts'
import { type Place, parsedText, plainValue, valueAt } from './places.ts'

export class LazyJson {
  readonly value: unknown
  readonly #text: string
  #exact: unknown
  #nestedText = ''
  #nested: unknown
  readonly #parse = (text: string) => this.#parseNested(text)

  /** @throws HeadwaterError `line.notJson` */
  constructor(text: string) {
    this.#text = text
    this.value = parsed(text)
  }

  /** The value at a place, a number as text; undefined where it is left out or null. */
  at(place: Place): unknown {
    const value = valueAt(this.value, place, 0, this.#parse)
    if (typeof value !== 'number') return value
    if (Number.isSafeInteger(value) || !hasLongNumber(this.#text)) return String(value)
    this.#exact ??= parsedText(this.#text)
    return plainValue(valueAt(this.#exact, place, 0, parsedText))
  }

  /** Several fields are usually read from one nested text. */
  #parseNested(text: string): unknown {
    if (text !== this.#nestedText) {
      this.#nested = /^\s*[[{]/.test(text) ? parsed(text) : undefined
      this.#nestedText = text
    }
    return this.#nested
  }
}

/** Whether a text may have a number that a double rounds. */
function hasLongNumber(text: string): boolean {
  return longNumber.test(text)
}

/** A number begins after a sign of JSON or a space. An exponent of three digits may be beyond a double. */
const longNumber = /[:,[\s]-?(?:[0-9.]{16}|[0-9.]+[eE][+-]?[0-9]{3})/

/**
 * The value of a JSON text, with its numbers as written if one of them may be long.
 * @throws HeadwaterError `line.notJson`, `event.tooDeep`
 */
export function exactJson(text: string): unknown {
  return hasLongNumber(text) ? parsedText(text) : parsed(text)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail('line.notJson', `This is not JSON: ${(error as Error).message}`)
  }
}
