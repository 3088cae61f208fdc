import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

interface Bundle {
  /** A script that sets the global `merkle`. */
  readonly code: string
  /** The sources in it, as paths from the root of the repository. */
  readonly sources: readonly string[]
}

/** headwater/merkle as a web page would load it: one minified script. Fails where it imports anything of Node. */
export async function bundleMerkle(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: ['src/merkle/index.ts'],
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'merkle',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  })
  return { code: outputFiles[0]!.text, sources: Object.keys(metafile.inputs) }
}
