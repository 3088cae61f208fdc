/** What was read of the registry events of a block, as columns. The memory is that of `recordPlaces`. */
import { factSpanCount, recordPlaces } from '../recordPlaces.ts'

/** Places among the texts of the block: start and end of each; both 0 for a text that an event does not have. */
export const factSpan = { fact: 0, source: 2, id: 4, payee: 6, name: 8, chain: 10, address: 12 } as const

/** Beside the kind of an event, where a text of it is not ASCII. */
export const beyondAscii = 0x80

const hashBytes = 16
export const digestBytes = 32

export class FactColumns {
  /** 0 for a record that is no such event; else its place in `factTypes`, from 1, perhaps with `beyondAscii`. */
  readonly kinds: Uint8Array
  readonly spans: Int32Array
  readonly digests: Uint8Array
  readonly times: Uint32Array
  readonly identity: Uint8Array
  readonly content: Uint8Array
  readonly texts: Buffer

  /** @param at in `memory`, a multiple of 8; @param textBytes room for texts */
  constructor(memory: ArrayBufferLike, at: number, recordsMax: number, textBytes: number) {
    const places = recordPlaces(recordsMax)
    this.kinds = new Uint8Array(memory, at + places.factKinds, recordsMax)
    this.spans = new Int32Array(memory, at + places.factSpans, recordsMax * factSpanCount)
    this.digests = new Uint8Array(memory, at + places.factDigests, recordsMax * digestBytes)
    this.times = new Uint32Array(memory, at + places.times, recordsMax * 2)
    this.identity = new Uint8Array(memory, at + places.identities, recordsMax * hashBytes)
    this.content = new Uint8Array(memory, at + places.contents, recordsMax * hashBytes)
    this.texts = Buffer.from(memory as ArrayBuffer, at + places.texts, textBytes)
  }
}
