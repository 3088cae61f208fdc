/**
 * The byte strings of calls' identities and contents, which are hashed together. They say what src/events/content.ts
 * says, written from a row.
 */
import { identitySize } from '../../identities/port.ts'
import { digestBytes, keccak256Many } from '../../keccak/index.ts'
import { GrowableTexts } from '../../usage/growableBuffer.ts'
import { contentBytesMin, contentPrefix, contentSlices } from '../batch/callLayout.ts'
import { putAbsent, putCount, putText } from '../batch/writeColumn.ts'
import { type CallRow, callText } from './callRow.ts'

/** 'C', the space of calls. */
const callSpace = 0x43
/** Bytes of an identity without its texts: the space, and the lengths. */
const identityBytesMin = 9

export class CallMessages {
  length = 0
  /** The number under which each call was added. */
  readonly #numbers: Int32Array
  readonly #identities: GrowableTexts
  readonly #contents: GrowableTexts
  #digests = new Uint8Array(0)

  constructor(callsMax: number) {
    this.#numbers = new Int32Array(callsMax)
    this.#identities = new GrowableTexts(callsMax, 0)
    this.#contents = new GrowableTexts(callsMax, 0)
  }

  clear(): void {
    this.length = 0
    this.#identities.length = 0
    this.#contents.length = 0
  }

  add(number: number, row: CallRow): void {
    const { bytes, slices } = row
    let size = 0
    for (let at = 0; at < slices.length; at += 2) size += slices[at + 1]! - slices[at]!
    const identities = this.#identities
    const contents = this.#contents
    identities.reserve(identityBytesMin + size)
    contents.reserve(contentBytesMin + size)

    identities.bytes[identities.length++] = callSpace
    putText(identities, bytes, slices[callText.source * 2]!, slices[callText.source * 2 + 1]!)
    putText(identities, bytes, slices[callText.id * 2]!, slices[callText.id * 2 + 1]!)

    contents.bytes.set(contentPrefix, contents.length)
    contents.length += contentPrefix.length
    putCount(contents, row.time)
    for (let i = 0; i < contentSlices.length; i++) {
      const at = contentSlices[i]!
      const start = slices[at]!
      const end = slices[at + 1]!
      if (end === start) putAbsent(contents)
      else putText(contents, bytes, start, end)
    }

    this.#numbers[this.length++] = number
    identities.offsets[this.length] = identities.length
    contents.offsets[this.length] = contents.length
  }

  /** Writes the hashes of each call to its number's place in both arrays, 16 bytes each, and empties the messages. */
  hashInto(identity: Uint8Array, content: Uint8Array): void {
    const size = this.length * digestBytes
    if (this.#digests.length < size) this.#digests = new Uint8Array(size * 2)
    this.#halves(this.#identities, identity)
    this.#halves(this.#contents, content)
    this.clear()
  }

  #halves(messages: GrowableTexts, halves: Uint8Array): void {
    const digests = keccak256Many(messages.view(this.length), this.#digests)
    for (let i = 0; i < this.length; i++) {
      const to = this.#numbers[i]! * identitySize
      for (let j = 0; j < identitySize; j++) halves[to + j] = digests[i * digestBytes + j]!
    }
  }
}
