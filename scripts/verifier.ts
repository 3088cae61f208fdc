/**
 * Builds the page of auditors' bundles, dist/verifier/verify.html: one file with its script and style in it. The policy in
 * the file allows these two by their hashes and nothing else, no request among it.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const read = (name: string) => readFile(at(`../console/verifier/${name}`), 'utf8')
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const built = await build({
  entryPoints: [at('../console/verifier/main.ts')],
  alias: { 'headwater/merkle': at('../src/merkle/index.ts') },
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  write: false,
})
// An end tag in a text of the script would end the script.
const script = built.outputFiles[0]!.text.replaceAll('</script', '<\\/script')
const style = await read('style.css')
const policy = [
  "default-src 'none'",
  // The hashing of trees is WebAssembly.
  `script-src ${hashOf(script)} 'wasm-unsafe-eval'`,
  `style-src ${hashOf(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')
const parts: Readonly<Record<string, string>> = {
  POLICY: policy,
  '/* STYLE */': style,
  '/* SCRIPT */': script,
}
const page = (await read('index.html')).replace(/POLICY|\/\* (?:STYLE|SCRIPT) \*\//g, (name) => parts[name]!)
await mkdir(at('../dist/verifier'), { recursive: true })
// Under another name until it is whole: a test may read the page meanwhile.
const part = at(`../dist/verifier/verify.html.${process.pid}`)
await writeFile(part, page)
await rename(part, at('../dist/verifier/verify.html'))
