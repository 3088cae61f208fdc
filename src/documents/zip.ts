/** Files as a ZIP, as a stream: a file is asked for when the one before it was taken. */
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

interface ZippedFile {
  readonly path: string
  readonly bytes: Buffer
}

/** @param time of every file, RFC 3339 */
export function zipOf(files: AsyncIterable<ZippedFile>, time: string): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const options = { mtime: new Date(time), mode: 0o100644 }
  const add = async () => {
    for await (const { path, bytes } of files) {
      if (output.destroyed) return
      await new Promise<void>((taken) => {
        zip.addReadStreamLazy(path, options, (give) => {
          give(null, Readable.from([bytes]).on('end', taken))
        })
      })
    }
    zip.end()
  }
  add().catch((error) => output.destroy(error as Error))
  return output
}
