/**
 * Compiles src/keccak/assembly to src/keccak/keccak.wasm.ts: the module as base64 text, so that it loads the same way
 * in Node and in browsers, without a file or a fetch. The result is checked in; a test compiles again and compares.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const entry = 'src/keccak/assembly/index.ts'
const root = fileURLToPath(new URL('..', import.meta.url))
export const target = `${root}src/keccak/keccak.wasm.ts`

/** The text of keccak.wasm.ts. */
export async function compileKeccak(): Promise<string> {
  let wasm: Uint8Array | undefined
  const { error, stderr } = await asc.main(
    [
      entry,
      '--outFile',
      'keccak.wasm',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '-O3',
      '--noAssert',
      '--use',
      'abort=',
    ],
    {
      readFile: (name, base) =>
        readFile(`${base === '.' ? root : `${base}/`}${name}`, 'utf8').catch(() => null),
      writeFile: (name, contents) => {
        if (name === 'keccak.wasm') wasm = contents as Uint8Array
      },
      listFiles: () => [],
    },
  )
  if (error || !wasm) throw new Error(`asc failed: ${stderr.toString()}`, { cause: error })
  const base64 = Buffer.from(wasm).toString('base64')
  return `// Made by \`npm run build:wasm\` from src/keccak/assembly; ${wasm.length} bytes.\nexport const keccakWasm =\n  '${base64}'\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(target, await compileKeccak())
