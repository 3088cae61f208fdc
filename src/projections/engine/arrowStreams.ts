/**
 * Columns in memory as tables of chDB: they are registered under a name as Arrow streams, and the engine reads them in
 * place. A second read of a stream is empty, so each is read once.
 */
import * as chdb from 'chdb'
import { invariant } from '../../invariant.ts'
import type { InputColumn } from './columns.ts'

/** By default each of the engine's caches may grow to 5 GB, which is too much for an embedded engine. */
const cacheLimits = ['mark', 'index_mark', 'primary_index'].map((cache) => `--${cache}_cache_size=268435456`)

/** Columns as Arrow streams that any connection of the process can read, once. */
export class ArrowStreams {
  readonly #session: chdb.Session
  #count = 0

  /** @param path of the folder that chDB has open, or will have */
  constructor(path: string) {
    this.#session = new chdb.Session(path, { connectionArgs: cacheLimits })
  }

  async use<Result>(
    columns: readonly InputColumn[],
    read: (source: string) => Promise<Result>,
  ): Promise<Result> {
    const length = columns[0]!.length
    invariant(
      columns.every((column) => column.length === length),
      'columns of a table are equally long',
    )
    const name = `input_${this.#count++}`
    // Referenced here until unregistered: the engine reads the memory itself.
    const arrow = columns.map(toArrow)
    arrowApi._arrowRegisterColumns(this.#session.connection, name, arrow)
    try {
      return await read(`arrowstream('${name}')`)
    } finally {
      arrowApi._arrowUnregister(this.#session.connection, name)
    }
  }

  close(): void {
    this.#session.close()
  }
}

interface ArrowColumn {
  readonly name: string
  readonly format: string
  readonly length: number
  readonly nullCount: 0
  readonly buffers: readonly (Buffer | null)[]
}

// chDB exports these two only as properties of its default export, without types.
const arrowApi = (chdb as unknown as { default: ArrowApi }).default

interface ArrowApi {
  _arrowRegisterColumns(connection: unknown, name: string, columns: readonly ArrowColumn[]): void
  _arrowUnregister(connection: unknown, name: string): void
}

const arrowFormats: Readonly<Record<string, string>> = { String: 'u', Int64: 'l', UInt8: 'C' }

function toArrow({ name, wire, length, offsets, values }: InputColumn): ArrowColumn {
  const format = arrowFormats[wire] ?? `w:${wire.slice('FixedString('.length, -1)}`
  const data = offsets ? [asBuffer(offsets), asBuffer(values)] : [asBuffer(values)]
  return { name, format, length, nullCount: 0, buffers: [null, ...data] }
}

function asBuffer(array: Uint8Array | Int32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
