/** Byte strings one after another, in memory that grows and is reused for the next batch. */
import type { TextColumn } from './columns.ts'

const encoder = new TextEncoder()

class GrowableBytes {
  bytes: Uint8Array
  length = 0

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
  }

  /** Makes room for `count` more bytes, so that a writer can fill them without a check for each. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }
}

/** A text column under construction; also the flat list of messages that are hashed together. */
export class GrowableTexts extends GrowableBytes {
  readonly offsets: Int32Array

  constructor(itemsMax: number, bytesEach: number) {
    super(itemsMax * bytesEach)
    this.offsets = new Int32Array(itemsMax + 1)
  }

  /** The first `count` items, without a copy. */
  view(count: number): TextColumn {
    return { offsets: this.offsets.subarray(0, count + 1), bytes: this.bytes.subarray(0, this.length) }
  }

  /** Writes the text as item `item`, after all others. */
  append(item: number, text: string): void {
    this.reserve(text.length * 3)
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written
    this.offsets[item + 1] = this.length
  }

  textAt(item: number): string {
    const from = this.offsets[item]!
    return Buffer.from(this.bytes.buffer, from, this.offsets[item + 1]! - from).toString()
  }

  /** Drops the items whose `keep` is not 1. */
  keepOnly(keep: Uint8Array, count: number): void {
    let items = 0
    let length = 0
    for (let item = 0; item < count; item++) {
      if (keep[item] !== 1) continue
      const from = this.offsets[item]!
      const to = this.offsets[item + 1]!
      this.bytes.copyWithin(length, from, to)
      length += to - from
      this.offsets[++items] = length
    }
    this.length = length
  }
}
