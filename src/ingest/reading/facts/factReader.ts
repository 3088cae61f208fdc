/**
 * Reads the plain registry events of a block, for any thread: the fact of each as the log keeps it, the digest of its
 * document, and the hashes of its identity and content. Like the reader of calls it asks no registry, and imports little,
 * so that a thread starts fast.
 */
import { keccak256Many } from '../../../keccak/index.ts'
import { PlainFactReader } from '../../../registry/plainFact.ts'
import { blockBytesMax, blockRecordsMax } from '../limits.ts'
import { factSpanCount } from '../recordPlaces.ts'
import { ByteSink } from './byteSink.ts'
import { EventBytes, factTypes } from './eventBytes.ts'
import { beyondAscii, digestBytes, FactColumns, factSpan } from './factColumns.ts'
import { FactMessages } from './factMessages.ts'

interface Records {
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly count: number
}

export class FactReader {
  readonly #columns: FactColumns
  readonly #event = new EventBytes()
  readonly #sink = new ByteSink()
  readonly #fact = new PlainFactReader()
  readonly #messages = new FactMessages()
  /** The record of each event whose messages wait to be hashed. */
  readonly #records = new Int32Array(blockRecordsMax)
  readonly #hashes = new Uint8Array(blockRecordsMax * 2 * digestBytes)

  constructor(memory: ArrayBuffer, at: number) {
    this.#columns = new FactColumns(memory, at, blockRecordsMax, blockBytesMax)
  }

  /**
   * Reads those records of which `plain` is not 1.
   * @param from bytes of texts that the block has already
   * @returns the same with its own
   */
  read({ bytes, starts, ends, count }: Records, plain: Uint8Array, from: number): number {
    const { kinds, texts } = this.#columns
    const sink = this.#sink
    let [length, found] = [from, 0]
    kinds.fill(0, 0, count)
    this.#messages.clear()
    for (let record = 0; record < count; record++) {
      if (plain[record] === 1 || !this.#event.read(bytes, starts[record]!, ends[record]!)) continue
      sink.begin(texts, length)
      this.#event.write(sink)
      const end = sink.at
      const { kind, isAscii } = this.#event
      // What the short way to read the log would not read is not written the short way either.
      if (!this.#fact.read(factTypes[kind - 1]!, texts, length, end)) continue
      kinds[record] = isAscii ? kind : kind | beyondAscii
      this.#keep(record, length, end)
      this.#records[found++] = record
      length = end
    }
    this.#hash(found)
    return length
  }

  #keep(record: number, start: number, end: number): void {
    const { spans, digests, times, texts } = this.#columns
    const [fact, at] = [this.#fact, record * factSpanCount]
    const { time } = this.#event
    times[record * 2] = time % 0x1_0000_0000
    times[record * 2 + 1] = time / 0x1_0000_0000
    spans.fill(0, at, at + factSpanCount)
    spans[at + factSpan.fact] = start
    spans[at + factSpan.fact + 1] = end
    put(spans, at + factSpan.source, fact.source)
    put(spans, at + factSpan.id, fact.id)
    if (fact.kind !== 'contributions') {
      put(spans, at + factSpan.payee, fact.payee)
      if (fact.hasName) put(spans, at + factSpan.name, fact.name)
      if (fact.hasAccount) put(spans, at + factSpan.chain, fact.chain)
      if (fact.hasAccount) put(spans, at + factSpan.address, fact.address)
    }
    const digest = fact.documentDigest()
    for (let byte = 0; byte < digestBytes; byte++)
      digests[record * digestBytes + byte] = digest.charCodeAt(byte)
    this.#messages.add(fact, texts, time)
  }

  #hash(count: number): void {
    if (count === 0) return
    const { identity, content } = this.#columns
    const hashes = this.#hashes
    keccak256Many(this.#messages.taken(), hashes)
    for (let number = 0; number < count; number++) {
      const to = this.#records[number]! * 16
      const from = number * 2 * digestBytes
      for (let byte = 0; byte < 16; byte++) {
        identity[to + byte] = hashes[from + byte]!
        content[to + byte] = hashes[from + digestBytes + byte]!
      }
    }
  }
}

function put(spans: Int32Array, at: number, { start, end }: { start: number; end: number }): void {
  spans[at] = start
  spans[at + 1] = end
}
