/** Files as a ZIP, as a stream: a file is asked for when the one before it was taken. */
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

interface ZippedFile {
  readonly path: string
  readonly bytes: Buffer
}

/**
 * It waits for the first file, so that a failure at the start is known before there is a stream.
 * @param time of every file, RFC 3339
 */
export async function zipOf(files: AsyncIterable<ZippedFile>, time: string): Promise<Readable> {
  const iterator = files[Symbol.asyncIterator]()
  let file = await iterator.next()
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const options = { mtime: new Date(time), mode: 0o100644 }
  const put = ({ path, bytes: given }: ZippedFile): Promise<void> => {
    const { promise, resolve: taken } = Promise.withResolvers<void>()
    // The ZIP keeps the function below until it ends, so the bytes are let go once they are given.
    let bytes: Buffer | undefined = given
    // The reader may leave before it takes the file.
    output.once('close', taken)
    zip.addReadStreamLazy(path, options, (give) => {
      const source = Readable.from([bytes!])
      bytes = undefined
      source.once('end', () => {
        output.off('close', taken)
        taken()
      })
      give(null, source)
    })
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
