/** Files of trees in memory, where tests find them and change them. */
import type { KeptBytes, KeptFiles } from '../../src/settlement/keptFiles.ts'

export function createMemoryKeptFiles(): KeptFiles & { readonly files: Map<string, Buffer> } {
  const files = new Map<string, Buffer>()
  const opened = (bytes: Buffer): KeptBytes => ({
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    close: () => {},
  })
  return {
    files,
    open(root) {
      const bytes = files.get(root)
      return bytes && opened(bytes)
    },
    keep(root, parts) {
      const bytes = Buffer.concat([...parts()])
      files.set(root, bytes)
      return opened(bytes)
    },
  }
}
