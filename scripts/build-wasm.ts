/**
 * Compiles the AssemblyScript modules to base64 text in .wasm.ts files, so that they load the same way in Node and in
 * browsers, without a file or a fetch. The results are checked in. Tests compile again and compare.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = fileURLToPath(new URL('..', import.meta.url))

interface WasmModule {
  /** The name under which the text is exported. */
  readonly name: string
  readonly folder: string
  readonly target: string
}

export const modules = {
  keccak: { name: 'keccakWasm', folder: 'src/keccak/assembly', target: `${root}src/keccak/keccak.wasm.ts` },
  flow: {
    name: 'flowWasm',
    folder: 'src/attribution/assembly',
    target: `${root}src/attribution/flow.wasm.ts`,
  },
  reader: {
    name: 'readerWasm',
    folder: 'src/ingest/reading/assembly',
    target: `${root}src/ingest/reading/reader.wasm.ts`,
  },
} as const satisfies Record<string, WasmModule>

/** The text of the module's .wasm.ts. */
export async function compile({ name, folder }: WasmModule): Promise<string> {
  const flags = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--use', 'abort=']
  let wasm: Uint8Array | undefined
  const { error, stderr } = await asc.main([`${folder}/index.ts`, '--outFile', 'out.wasm', ...flags], {
    readFile: (path, base) =>
      readFile(`${base === '.' ? root : `${base}/`}${path}`, 'utf8').catch(() => null),
    writeFile: (path, contents) => {
      if (path === 'out.wasm') wasm = contents as Uint8Array
    },
    listFiles: () => [],
  })
  if (error || !wasm) throw new Error(`asc failed: ${stderr.toString()}`, { cause: error })
  const base64 = Buffer.from(wasm).toString('base64')
  return `// Made by \`npm run build:wasm\` from ${folder}; ${wasm.length} bytes.\nexport const ${name} =\n  '${base64}'\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const module of Object.values(modules)) await writeFile(module.target, await compile(module))
}
