/**
 * Turns an input into UTF-8: unpacks gzip and zstd, which are found by their first bytes, and converts UTF-16, which is
 * found by its byte order mark. All of it streams, so an input that unpacks to any size needs constant memory.
 */
import { fail } from '../../errors.ts'
import { packingOf, unpackMembers, unpackMembersWhole } from './packings.ts'

/** Bytes that are enough to see how an input is packed. */
const markBytes = 4

const utf16s = [
  { name: 'utf-16le', mark: [0xff, 0xfe] },
  { name: 'utf-16be', mark: [0xfe, 0xff] },
] as const

/** @throws HeadwaterError `input.damaged` where the input can't be unpacked to its end */
export async function* unpackStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, all } = await readHead(chunks)
  const packing = packingOf(head)
  if (packing === undefined) yield* convertStream(head, all)
  else {
    const unpacked = await readHead(unpackMembers(packing, all))
    yield* convertStream(unpacked.head, unpacked.all)
  }
}

/**
 * @param bytesMax of the unpacked input
 * @throws HeadwaterError `input.damaged`, `request.tooLarge`
 */
export function unpackWhole(bytes: Uint8Array, bytesMax: number): Uint8Array {
  const packing = packingOf(bytes)
  const unpacked = packing === undefined ? bytes : unpackMembersWhole(packing, bytes, bytesMax)
  const utf16 = utf16s.find(({ mark }) => begins(unpacked, mark))
  if (utf16 === undefined) return unpacked
  const decoder = new TextDecoder(utf16.name, { fatal: true })
  return Buffer.from(converting(utf16.name, () => decoder.decode(unpacked)))
}

async function* convertStream(
  head: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const utf16 = utf16s.find(({ mark }) => begins(head, mark))
  if (utf16 === undefined) {
    yield* chunks
    return
  }
  const decoder = new TextDecoder(utf16.name, { fatal: true })
  for await (const chunk of chunks) {
    yield Buffer.from(converting(utf16.name, () => decoder.decode(chunk, { stream: true })))
  }
  yield Buffer.from(converting(utf16.name, () => decoder.decode()))
}

function converting(name: string, convert: () => string): string {
  try {
    return convert()
  } catch {
    return fail(
      'input.damaged',
      `The input begins as ${name.toUpperCase()} and is not valid ${name.toUpperCase()}.`,
    )
  }
}

/** The first bytes of a stream, and the whole stream with them. */
async function readHead(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const read: Uint8Array[] = []
  let bytes = 0
  while (bytes < markBytes) {
    const next = await iterator.next()
    if (next.done) break
    read.push(next.value)
    bytes += next.value.length
  }
  const head = read.length === 1 ? read[0]! : Buffer.concat(read)
  return { head, all: continued(read, iterator) }
}

/** Chunks that were read already, then the rest. */
export async function* continued(
  read: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* read
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

function begins(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte)
}
