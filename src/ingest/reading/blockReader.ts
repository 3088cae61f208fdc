/**
 * Reads the records of a block in WebAssembly: what src/ingest/calls/fastCall.ts and callMessages.ts do for one call, for
 * all of them at once, many bytes at a time. It asks no registry, so any thread can do it, in any order. It imports next to
 * nothing, so that a thread starts fast; what it has to know of events comes as tables.
 */
import { FactReader } from './facts/factReader.ts'
import { blockBytesMax, blockRecordsMax } from './limits.ts'
import { readerWasm } from './reader.wasm.ts'
import type { ReaderTables } from './readerTables.ts'
import { recordPlaces, textColumnCount } from './recordPlaces.ts'

/** The reader looks at whole vectors, and some of them reach beyond a text. */
const beyond = 64
const groupRecords = 64
/** Of a group of records, with the messages of the last. */
const messageBytes = 96 << 10
const pageBytes = 65_536

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  workspace(): number
  placeTables(...places: number[]): void
  placeInput(...places: number[]): void
  placeOutput(...places: number[]): void
  limitTimes(least: bigint, most: bigint): void
  readBlock(count: number): number
}

// Node types it in a library that is not used here.
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

let compiled: object | undefined

/** The bytes of a block and the places of its records. */
interface Records {
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly count: number
}

export class BlockReader {
  /** What was read of the last block, in the layout of `recordPlaces`, from `outputAt` on. */
  readonly memory: ArrayBuffer
  readonly outputAt: number
  readonly #wasm: Exports
  readonly #input: Uint8Array
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  readonly #plain: Uint8Array
  readonly #facts: FactReader

  constructor(tables: ReaderTables) {
    compiled ??= new WebAssembly.Module(Buffer.from(readerWasm, 'base64'))
    const wasm = new WebAssembly.Instance(compiled).exports as Exports
    let next = wasm.workspace()
    const room = (bytes: number) => {
      const from = Math.ceil(next / 64) * 64
      next = from + bytes
      return from
    }
    const { contentFields: fields, timeMin, timeMax } = tables
    const texts = [tables.keys, tables.nameBytes, tables.callType, tables.contentPrefix].map((bytes) => ({
      bytes,
      at: room(bytes.length + beyond),
    }))
    const fieldsAt = room(fields.byteLength)
    const inputAt = room(blockBytesMax + beyond)
    const startsAt = room(blockRecordsMax * 4)
    const endsAt = room(blockRecordsMax * 4)
    const messagesAt = room(messageBytes + beyond)
    const messageOffsetsAt = room((groupRecords * 2 + 1) * 4)
    const digestsAt = room(groupRecords * 2 * 32)
    const pairsAt = room(blockRecordsMax * textColumnCount * 8)
    const places = recordPlaces(blockRecordsMax)
    const outputAt = room(places.bytes + blockBytesMax + beyond)
    wasm.memory.grow(Math.ceil((next - wasm.memory.buffer.byteLength) / pageBytes))
    const { buffer } = wasm.memory
    for (const { bytes, at } of texts) new Uint8Array(buffer).set(bytes, at)
    new Int32Array(buffer, fieldsAt, fields.length).set(fields)
    const [keys, names, type, prefix] = texts.map(({ bytes, at }) => [at, bytes.length] as const)
    wasm.placeTables(keys![0], names![0], ...type!, ...prefix!, fieldsAt, fields.length)
    wasm.placeInput(
      blockRecordsMax,
      inputAt,
      startsAt,
      endsAt,
      messagesAt,
      messageOffsetsAt,
      digestsAt,
      pairsAt,
    )
    const at = (place: number) => outputAt + place
    wasm.placeOutput(
      at(places.times),
      at(places.counts),
      at(places.amounts),
      at(places.sizes),
      at(places.offsets),
      at(places.identities),
      at(places.contents),
      at(places.fractions),
      at(places.plain),
      at(places.texts),
    )
    wasm.limitTimes(BigInt(timeMin), BigInt(timeMax))
    this.#wasm = wasm
    this.#input = new Uint8Array(buffer, inputAt, blockBytesMax + beyond)
    this.#starts = new Int32Array(buffer, startsAt, blockRecordsMax)
    this.#ends = new Int32Array(buffer, endsAt, blockRecordsMax)
    this.memory = buffer
    this.outputAt = outputAt
    this.#plain = new Uint8Array(buffer, at(places.plain), blockRecordsMax)
    this.#facts = new FactReader(buffer, outputAt)
  }

  /**
   * Reads a block within the limits, of at least one record, whose bytes are UTF-8. `memory` has it until the next call.
   * @returns bytes of the texts that were read
   */
  read(records: Records): number {
    const { bytes, starts, ends, count } = records
    const first = starts[0]!
    const length = ends[count - 1]! - first
    this.#input.set(bytes.subarray(first, first + length))
    this.#input.fill(0, length, length + beyond)
    for (let record = 0; record < count; record++) {
      this.#starts[record] = starts[record]! - first
      this.#ends[record] = ends[record]! - first
    }
    return this.#facts.read(records, this.#plain, this.#wasm.readBlock(count))
  }
}
