/** Opens an input: unpacks it, and finds its format where the sender does not name one. */
import { createFormat, type RecordFormat } from '../formats/index.ts'
import type { InputFormat } from '../formats/names.ts'
import { withMarks } from './amountMarks.ts'
import { requireDateOrder } from './dateOrder.ts'
import { withDelimiter } from './delimiter.ts'
import { FirstLook } from './firstLook.ts'
import { Recognizer } from './recognize.ts'
import { requireReadable } from './requireReadable.ts'
import { continued, unpackStream, unpackWhole } from './unpack.ts'

interface InputOptions {
  /** Default: found by looking at the first records. */
  readonly format?: InputFormat | undefined
  readonly mapping?: unknown
  readonly origin: string
  /** Whether events say what their tokens came from. */
  readonly explains?: boolean
}

/** @throws HeadwaterError `input.unknownFormat`, `input.damaged`, `mapping.malformed` */
export async function openStream(
  chunks: AsyncIterable<Uint8Array>,
  { format = 'auto', mapping, origin, explains = false }: InputOptions,
): Promise<{ format: RecordFormat; chunks: AsyncIterable<Uint8Array> }> {
  const unpacked = unpackStream(chunks)
  const read: Uint8Array[] = []
  const recognizer = new Recognizer(mapping, format)
  while (!recognizer.decided) {
    const next = await unpacked.next()
    if (next.done) {
      recognizer.end()
      break
    }
    read.push(next.value)
    recognizer.push(next.value)
  }
  if (recognizer.found === undefined) await unpacked.return(undefined)
  const found = recognizer.found ?? recognizer.failUnknown(origin)
  const rows = found === 'csv' || found === 'json'
  while (rows ? !hasTwoLines(read) : read.length === 0) {
    const next = await unpacked.next()
    if (next.done) break
    read.push(next.value)
  }
  const opened = await orReturn(unpacked, () => {
    const head = read.length === 1 ? read[0]! : Buffer.concat(read)
    requireReadable(head, found, origin)
    const decided = found === 'csv' ? withForm(mapping, head) : mapping
    return createFormat(found, decided, origin, { rows: recognizer.rows, explains })
  })
  return watched(opened, read.length > 0 ? continued(read, unpacked) : unpacked)
}

/** Enough to see what an input is; the lines of some have no end. */
function hasTwoLines(chunks: readonly Uint8Array[]): boolean {
  let lines = 0
  let bytes = 0
  for (const chunk of chunks) {
    bytes += chunk.length
    for (let at = chunk.indexOf(0x0a); at >= 0 && lines < 2; at = chunk.indexOf(0x0a, at + 1)) lines++
  }
  return lines >= 2 || bytes >= headBytes
}

const headBytes = 4_096

/** What the beginning of a CSV file says about its form, where its mapping does not. */
function withForm(mapping: unknown, head: Uint8Array): unknown {
  const divided = withDelimiter(mapping, head)
  requireDateOrder(divided, head)
  return withMarks(divided, head)
}

/** A source that is not read to its end is closed. */
async function orReturn<Result>(source: AsyncGenerator<unknown>, make: () => Result): Promise<Result> {
  try {
    return make()
  } catch (error) {
    await source.return(undefined)
    throw error
  }
}

/** Looks for the fields of a mapping in the first records, so that a wrong one stops the input before its first line. */
async function watched(
  format: RecordFormat,
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ format: RecordFormat; chunks: AsyncIterable<Uint8Array> }> {
  if (!format.watch) return { format, chunks }
  const look = new FirstLook(format, format.watch())
  const read: Uint8Array[] = []
  try {
    while (!look.done) {
      const next = await chunks.next()
      if (next.done) {
        look.end()
        break
      }
      read.push(next.value)
      look.push(next.value)
    }
    look.check()
  } catch (error) {
    await chunks.return(undefined)
    throw error
  }
  return { format, chunks: continued(read, chunks) }
}

/**
 * The same for a request's body. Text of no known format is read as CloudEvents, because a request has an answer for
 * each of its events.
 * @param bytesMax of the unpacked body
 * @throws HeadwaterError `input.unknownFormat`, `input.damaged`, `request.tooLarge`, `mapping.malformed`
 */
export function openBody(
  body: Uint8Array,
  { format = 'auto', mapping, origin }: InputOptions,
  bytesMax: number,
): { format: RecordFormat; body: Uint8Array } {
  const unpacked = unpackWhole(body, bytesMax)
  const recognizer = new Recognizer(mapping, format)
  recognizer.push(unpacked)
  recognizer.end()
  if (recognizer.found === undefined && !recognizer.isText) recognizer.failUnknown(origin)
  const found = recognizer.found ?? 'cloudevents'
  requireReadable(unpacked, found, origin)
  const decided = found === 'csv' ? withForm(mapping, unpacked) : mapping
  const opened = createFormat(found, decided, origin, { rows: recognizer.rows })
  return { format: watchedBody(opened, unpacked), body: unpacked }
}

function watchedBody(format: RecordFormat, body: Uint8Array): RecordFormat {
  if (!format.watch) return format
  const look = new FirstLook(format, format.watch())
  look.push(body)
  look.end()
  look.check()
  return format
}
