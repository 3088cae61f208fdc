/** The bytes of a file in chunks, in memory that may be used again (src/base/lentBytes.ts). */
import { type FileHandle, open } from 'node:fs/promises'
import { ChunkMemory, letGo } from '../base/lentBytes.ts'

/** One chunk is read ahead. @throws the system's error */
export async function* fileChunks(path: string, chunkBytes: number): AsyncGenerator<Uint8Array> {
  const memory = new ChunkMemory(chunkBytes)
  const handle = await open(path)
  try {
    let next = readChunk(handle, memory)
    for (let chunk = await next; chunk.length > 0; chunk = await next) {
      next = readChunk(handle, memory)
      // It is awaited later, and not at all where the caller stops.
      next.catch(() => {})
      yield chunk
      letGo(chunk)
    }
  } finally {
    await handle.close()
  }
}

/** Empty at the end of the file. */
async function readChunk(handle: FileHandle, memory: ChunkMemory): Promise<Uint8Array> {
  const chunk = memory.take()
  const { bytesRead } = await handle.read(chunk)
  return chunk.subarray(0, bytesRead)
}
