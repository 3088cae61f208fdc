/**
 * Unpacks gzip and zstd. A packed file may have several members one after the other, as `cat`, `bgzip` and `pzstd` make
 * them. Node's streams end after the first member of zstd, and ignore what follows the last one of gzip, so this file
 * compares the bytes that a stream has used with those that it was given.
 */
import { pipeline, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { fail, HeadwaterError } from '../../errors.ts'

/** A stream that says how many bytes of its input it has used. */
type Unpacker = Transform & { readonly bytesWritten: number }

interface Whole {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}

interface Packing {
  readonly name: string
  /** Whether a member begins with these bytes, of which there are at least 4. */
  readonly begins: (bytes: Uint8Array) => boolean
  readonly stream: () => Unpacker
  readonly whole: (bytes: Uint8Array, options: { maxOutputLength: number; info: true }) => Whole
}

const packings: readonly Packing[] = [
  {
    name: 'gzip',
    begins: (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b,
    stream: createGunzip,
    whole: gunzipSync as unknown as Packing['whole'],
  },
  {
    name: 'zstd',
    // A frame, or one that is skipped, with which pzstd begins.
    begins: ([one = 0, two, three, four]) =>
      (one === 0x28 && two === 0xb5 && three === 0x2f && four === 0xfd) ||
      (one >> 4 === 5 && two === 0x2a && three === 0x4d && four === 0x18),
    stream: createZstdDecompress as unknown as Packing['stream'],
    whole: zstdDecompressSync as unknown as Packing['whole'],
  },
]

const markBytes = 4

/** The packing of an input that begins with these bytes, if it is packed. */
export function packingOf(head: Uint8Array): Packing | undefined {
  return packings.find(({ begins }) => begins(head))
}

/** @throws HeadwaterError `input.damaged`, and what `chunks` throws */
export async function* unpackMembers(
  packing: Packing,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const source = new Source(chunks[Symbol.asyncIterator]())
  try {
    for (let rest: Uint8Array = await source.more(Buffer.alloc(0), markBytes); rest.length > 0; ) {
      yield* unpackMember(packing, source.withFirst(rest))
      rest = await source.more(source.unused(), markBytes)
      while (isZero(rest) && rest.length > 0) rest = await source.more(Buffer.alloc(0), 1)
      if (rest.length > 0 && !packing.begins(rest)) failDamaged(packing, 'other bytes follow its end')
    }
  } finally {
    await source.close()
  }
}

/** @throws HeadwaterError `input.damaged`, `request.tooLarge` where it unpacks to more than `bytesMax` */
export function unpackMembersWhole(packing: Packing, bytes: Uint8Array, bytesMax: number): Buffer {
  const members: Buffer[] = []
  let left = bytesMax
  for (let rest = bytes; rest.length > 0 && !isZero(rest); ) {
    if (!packing.begins(rest)) failDamaged(packing, 'other bytes follow its end')
    const { buffer, engine } = unpackWhole(packing, rest, Math.max(left, 1))
    members.push(buffer)
    left -= buffer.length
    if (left < 0) failTooLarge(bytesMax)
    rest = rest.subarray(engine.bytesWritten)
  }
  return Buffer.concat(members)

  function unpackWhole({ whole }: Packing, rest: Uint8Array, maxOutputLength: number): Whole {
    try {
      return whole(rest, { maxOutputLength, info: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') failTooLarge(bytesMax)
      return failDamaged(packing, (error as Error).message)
    }
  }
}

async function* unpackMember(packing: Packing, source: Source): AsyncGenerator<Uint8Array> {
  const unpacker = packing.stream()
  source.usedBy(unpacker)
  let failure: unknown
  const done = new Promise<void>((resolve) => {
    pipeline(source, unpacker, (error) => {
      failure = error
      resolve()
    })
  })
  try {
    yield* unpacker as AsyncIterable<Uint8Array>
  } catch (error) {
    await done
    // A fault of the source, such as a file that can't be read on, is its own.
    const cause = source.failure ?? failure ?? error
    if (source.failure !== undefined || cause instanceof HeadwaterError) throw cause
    failDamaged(packing, (cause as Error).message)
  } finally {
    unpacker.destroy()
    await done
  }
}

/** The chunks of an input, and which of their bytes an unpacker has not used. Ending one unpacker does not end it. */
class Source implements AsyncIterable<Uint8Array> {
  /** What the input threw. */
  failure: unknown
  readonly #chunks: AsyncIterator<Uint8Array>
  #unpacker: Unpacker | undefined
  /** Chunks given to the unpacker that it may not have used; `#passed` bytes were given before them. */
  #given: Uint8Array[] = []
  #passed = 0
  #first: Uint8Array | undefined
  #reading: Promise<unknown> = Promise.resolve()

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks
  }

  withFirst(first: Uint8Array): this {
    this.#first = first
    return this
  }

  usedBy(unpacker: Unpacker): void {
    this.#unpacker = unpacker
    this.#given = []
    this.#passed = 0
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: async () => {
        const reading = this.#next()
        this.#reading = reading.catch(() => {})
        const next = await reading
        if (!next.done) this.#give(next.value)
        return next
      },
    }
  }

  /** The bytes that the unpacker was given and has not used. Call it when it has ended. */
  unused(): Uint8Array {
    const used = (this.#unpacker?.bytesWritten ?? 0) - this.#passed
    return Buffer.concat(this.#given).subarray(used)
  }

  /** `bytes` and as many chunks as it takes to have `count` bytes; fewer at the end of the input. */
  async more(bytes: Uint8Array, count: number): Promise<Uint8Array> {
    await this.#reading
    let all = bytes
    while (all.length < count) {
      const next = await this.#next()
      if (next.done) break
      all = Buffer.concat([all, next.value])
    }
    return all
  }

  async close(): Promise<void> {
    await this.#reading
    await this.#chunks.return?.()
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#first) {
      const value = this.#first
      this.#first = undefined
      return { value, done: false }
    }
    try {
      return await this.#chunks.next()
    } catch (error) {
      this.failure = error
      throw error
    }
  }

  #give(chunk: Uint8Array): void {
    const used = this.#unpacker?.bytesWritten ?? 0
    while (this.#given[0] && this.#passed + this.#given[0].length <= used) {
      this.#passed += this.#given.shift()!.length
    }
    this.#given.push(chunk)
  }
}

/** Some tools fill the last block with zeros. */
function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}

function failDamaged({ name }: Packing, why: string): never {
  fail('input.damaged', `The input is packed with ${name} and can't be unpacked to its end: ${why}.`)
}

function failTooLarge(bytesMax: number): never {
  fail('request.tooLarge', `The body unpacks to more than ${bytesMax} bytes.`)
}
