/** Identities and contents of many registry events, hashed together: alone each takes as long as four do in bulk. */
import { ByteWriter, type RegistryWireEvent, writeContent, writeIdentity } from '../../events/index.ts'
import { identitySize } from '../../identities/port.ts'
import { keccak256Many } from '../../keccak/index.ts'

const hashBytes = 32

/** 16 bytes each. Valid until the next events are hashed. */
export interface HashedEvents {
  readonly identity: Uint8Array
  readonly content: Uint8Array
}

export class EventHashes {
  readonly #bytes = new ByteWriter(1 << 10)
  /** The identity of each event, then its content. */
  #offsets = new Int32Array(0)
  #hashes = new Uint8Array(0)
  #identity = new Uint8Array(0)
  #content = new Uint8Array(0)

  of(events: readonly RegistryWireEvent[]): HashedEvents {
    this.#reserve(events.length)
    const [bytes, offsets] = [this.#bytes, this.#offsets]
    bytes.clear()
    let at = 0
    for (const event of events) {
      writeIdentity(bytes, 'R', event.source, event.id)
      offsets[++at] = bytes.length
      writeContent(bytes, event)
      offsets[++at] = bytes.length
    }
    keccak256Many({ bytes: bytes.taken(), offsets: offsets.subarray(0, at + 1) }, this.#hashes)
    for (let number = 0; number < events.length; number++) {
      takeHalf(this.#hashes, number * 2, this.#identity, number)
      takeHalf(this.#hashes, number * 2 + 1, this.#content, number)
    }
    return { identity: this.#identity, content: this.#content }
  }

  #reserve(count: number): void {
    if (this.#offsets.length > count * 2) return
    const capacity = Math.max(64, count * 2)
    this.#offsets = new Int32Array(capacity * 2 + 1)
    this.#hashes = new Uint8Array(capacity * 2 * hashBytes)
    this.#identity = new Uint8Array(capacity * identitySize)
    this.#content = new Uint8Array(capacity * identitySize)
  }
}

function takeHalf(hashes: Uint8Array, from: number, halves: Uint8Array, to: number): void {
  for (let at = 0; at < identitySize; at++) halves[to * identitySize + at] = hashes[from * hashBytes + at]!
}
