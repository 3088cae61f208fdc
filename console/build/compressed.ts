/** Writes each text file of the build compressed beside itself, so that the server compresses nothing. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const texts = /\.(?:js|css|html|svg)$/
/** A smaller file fits into the first packets anyway. */
const bytesMin = 1_024

export function compressed(): Plugin {
  let folder = ''
  return {
    name: 'headwater-compressed',
    apply: 'build',
    configResolved: (config) => {
      folder = config.build.outDir
    },
    async closeBundle() {
      for (const name of await readdir(folder, { recursive: true })) {
        if (!texts.test(name)) continue
        const bytes = await readFile(join(folder, name))
        if (bytes.length < bytesMin) continue
        await writeFile(join(folder, `${name}.br`), brotliCompressSync(bytes))
        await writeFile(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
      }
    },
  }
}
