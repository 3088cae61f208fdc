/** Files as a ZIP, as a stream: a file is asked for when the one before it was taken. */
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

interface ZippedFile {
  readonly path: string
  /** Whole, or in parts that are read as they are taken. */
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>
}

/**
 * It waits for the first file, so that a failure at the start is known before there is a stream.
 * @param time of every file, RFC 3339: its day, so that the bytes are the same in every time zone
 */
export async function zipOf(files: AsyncIterable<ZippedFile>, time: string): Promise<Readable> {
  const iterator = files[Symbol.asyncIterator]()
  let file = await iterator.next()
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const options = { mtime: noonOf(new Date(time)), mode: 0o100644, forceDosTimestamp: true }
  const put = ({ path, bytes: given }: ZippedFile): Promise<void> => {
    const { promise, resolve: taken, reject: failed } = Promise.withResolvers<void>()
    // The ZIP keeps the function below until it ends, so the bytes are let go once they are given.
    let bytes: ZippedFile['bytes'] | undefined = given
    let source: Readable | undefined
    // The reader may leave before it has the file. Then nothing is read for it any more.
    const left = () => {
      source?.destroy()
      taken()
    }
    output.once('close', left)
    unpooled(() =>
      zip.addReadStreamLazy(path, options, (give) => {
        source = Readable.from(bytes instanceof Uint8Array ? [bytes] : bytes!, { objectMode: false })
        bytes = undefined
        source.once('error', failed).once('end', () => {
          output.off('close', left)
          source = undefined
          taken()
        })
        give(null, source)
      }),
    )
    return promise
  }
  const add = async () => {
    try {
      for (; !file.done; file = await iterator.next()) {
        if (output.destroyed) return
        await put(file.value)
      }
    } finally {
      await iterator.return?.()
    }
    zip.end()
  }
  add().catch((error) => output.destroy(error as Error))
  return output
}

/**
 * Small buffers share blocks of several kilobytes. The ZIP keeps the name of each file as such a buffer, and each would keep
 * a block in memory, which bytes of documents fill.
 */
function unpooled(work: () => void): void {
  const { poolSize } = Buffer
  Buffer.poolSize = 0
  try {
    work()
  } finally {
    Buffer.poolSize = poolSize
  }
}

/** A ZIP has times without a zone. Noon is on no clock left out. */
function noonOf(time: Date): Date {
  return new Date(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate(), 12)
}
