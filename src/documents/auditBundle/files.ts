/** The files of an auditor's bundle, one after the other; the list of them with their hashes comes last. */
import { createHash, type Hash } from 'node:crypto'
import type { EpochReport, Statement, TreeReport } from '../../service/headwater.ts'
import { readMe } from './readMe.ts'

/** What a ledger gives for the bundle of an epoch. Lines are JSON without line breaks. */
export interface BundleSources {
  readonly epoch: EpochReport
  readonly manifest: Uint8Array
  readonly events: AsyncIterable<string>
  readonly batches: Iterable<string>
  readonly rows: AsyncIterable<string>
  readonly statements: AsyncIterable<Statement>
  readonly trees: AsyncIterable<TreeReport>
  /** The page that verifies a proof in a browser. */
  readonly page: Uint8Array
  /** Signs a text with the ledger's key; undefined where it has none. */
  readonly sign: ((text: string) => object) | undefined
}

interface BundleFile {
  readonly path: string
  readonly bytes: AsyncIterable<Uint8Array>
}

interface ListedFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

const format = 'headwater.audit-bundle'
const chunkCharactersMin = 65_536

/** The text of which a bundle's signature is. */
function signedText(bundleHash: string): string {
  return `headwater audit-bundle ${bundleHash}`
}

export async function* filesOf(sources: BundleSources): AsyncGenerator<BundleFile> {
  const { epoch, manifest, page, sign } = sources
  const listed: ListedFile[] = []
  const file = (path: string, parts: Parts): BundleFile => ({
    path,
    bytes: listing(parts, path, listed),
  })
  yield file('README.txt', [readMe(epoch.epoch, sign !== undefined)])
  yield file('verify.html', [page])
  yield file('manifest.json', [manifest])
  yield file('manifest.sha256', [`${epoch.manifestHash}  manifest.json\n`])
  if (epoch.signature !== undefined) yield file('manifest.signature.json', [indented(epoch.signature)])
  yield file('epoch.json', [indented(epoch)])
  yield file('events.ndjson', joined(sources.events))
  yield file('batches.ndjson', joined(sources.batches))
  yield file('rows.ndjson', joined(sources.rows))
  yield file('statements.ndjson', joined(jsonOf(sources.statements)))
  let trees = 0
  for await (const tree of sources.trees) {
    // Numbered: formats without a token in their leaves may give two trees of a chain one root.
    const path = `proofs/${++trees}-${tree.chain.replace(/[^A-Za-z0-9_-]/g, '-')}.ndjson`
    yield file(path, joined(jsonOf(withTree(tree))))
  }
  const list = indented({ format, version: 1, epoch: epoch.epoch, files: listed })
  yield file('bundle.json', [list])
  if (sign !== undefined) {
    const hash = createHash('sha256').update(list).digest('hex')
    yield file('bundle.signature.json', [indented(sign(signedText(hash)))])
  }
}

type Parts = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/** Notes the file in the list when it was read to its end. */
async function* listing(parts: Parts, path: string, listed: ListedFile[]): AsyncGenerator<Uint8Array> {
  const hash: Hash = createHash('sha256')
  let bytes = 0
  for await (const part of parts) {
    const chunk = typeof part === 'string' ? Buffer.from(part) : part
    hash.update(chunk)
    bytes += chunk.length
    yield chunk
  }
  listed.push({ path, bytes, sha256: hash.digest('hex') })
}

async function* joined(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let chunk = ''
  for await (const line of lines) {
    chunk += `${line}\n`
    if (chunk.length >= chunkCharactersMin) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}

async function* jsonOf(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield JSON.stringify(value)
}

/** Each leaf says of which tree it is, so that a line is enough for who checks it. */
async function* withTree({ leaves, chain, root, format: treeFormat }: TreeReport) {
  for await (const leaf of leaves)
    yield { chain, root, ...(treeFormat !== undefined && { format: treeFormat }), ...leaf }
}

function indented(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
