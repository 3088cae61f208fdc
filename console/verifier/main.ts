/**
 * The page of an auditor's bundle: hashes a manifest, verifies a proof and checks signatures, from the disk and without a
 * request.
 */
import { type LeafOf, type ProofOf, rootOfProof, type TreeFormatName } from 'headwater/merkle'
import { element, messageOf, say } from './page.ts'
import { hex, manifestIs, takeSigned } from './signatures.ts'

/** Leaves that are offered at a time: a file may have millions. */
const foundMax = 50
/** A line has a leaf and its proof, a few thousand characters. */
const lineCharactersMax = 65_536

interface Tree {
  readonly chain: string
  readonly root: string
  readonly format?: string
}

interface Manifest {
  readonly epoch: number
  readonly until: string
  readonly trees: readonly Tree[]
}

interface Line extends Tree {
  readonly account: string
  readonly token: string
  readonly cumulative?: string
  readonly amount?: string
  readonly index?: number
}

const [manifestFile, proofsFile] = [
  element<HTMLInputElement>('manifest'),
  element<HTMLInputElement>('proofs'),
]
const [expected, account] = [element<HTMLInputElement>('expected'), element<HTMLInputElement>('account')]
const [found, line] = [element<HTMLSelectElement>('found'), element<HTMLTextAreaElement>('line')]

let manifest: Manifest | undefined
let manifestHash: string | undefined
let proofs: File | undefined
let lines: readonly string[] = []

function sayManifest(): void {
  if (manifest === undefined || manifestHash === undefined) return
  const roots = manifest.trees.map(({ chain, root }) => `\n${chain}: root ${root}`).join('')
  const about = `Epoch ${manifest.epoch}, until ${manifest.until}${roots}\nSHA-256 computed here: ${manifestHash}`
  const [given] = expected.value.trim().toLowerCase().split(/\s/)
  if (!given) say('manifest-result', `${about}\nCompare it with the hash that was published.`)
  else if (given === manifestHash) say('manifest-result', `YES: it is the given hash.\n${about}`, true)
  else say('manifest-result', `NO: the given hash is another, ${given}.\n${about}`, false)
}

async function takeManifest(file: File): Promise<void> {
  manifest = undefined
  try {
    const bytes = await file.arrayBuffer()
    const read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Manifest>
    if (!Array.isArray(read.trees)) throw new Error('it has no trees')
    manifestHash = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
    manifest = read as Manifest
    sayManifest()
  } catch (error) {
    say('manifest-result', `${file.name} is no manifest that can be read here: ${messageOf(error)}.`, false)
  }
  manifestIs(manifest && manifestHash)
  say('proof-result', 'No proof was verified with this manifest yet.')
}

/** The lines of the file with the account, the first ones of them, without holding the file. */
async function findLeaves(): Promise<void> {
  if (proofs === undefined) {
    say('proof-result', 'Choose a file of proofs/ first.', false)
    return
  }
  const wanted = account.value.trim().toLowerCase()
  const matching: string[] = []
  for await (const text of linesOf(proofs)) {
    if (text.toLowerCase().includes(wanted)) matching.push(text)
    if (matching.length === foundMax) break
  }
  lines = matching
  found.replaceChildren(...lines.map((text, at) => new Option(titleOf(text), String(at))))
  if (lines.length === 0) found.replaceChildren(new Option('none found', ''))
  line.value = lines[0] ?? ''
  say('proof-result', lines.length === 0 ? `The file has no leaf of ${wanted}.` : 'Choose a leaf and verify.')
}

async function* linesOf(file: File): AsyncGenerator<string> {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      const parts = (rest + (value ?? '')).split('\n')
      rest = done ? '' : parts.pop()!
      yield* parts.filter((part) => part !== '')
      if (done || rest.length > lineCharactersMax) return
    }
  } finally {
    await reader.cancel()
  }
}

function titleOf(text: string): string {
  try {
    const { account: of, token, cumulative, amount } = JSON.parse(text) as Line
    return `${of}: ${cumulative ?? amount} of ${token}`
  } catch {
    return text.slice(0, 80)
  }
}

function verifyLine(): void {
  const { text, isTrue } = answerTo(line.value)
  say('proof-result', text, isTrue)
}

function answerTo(text: string): { readonly text: string; readonly isTrue: boolean } {
  if (manifest === undefined) return { text: 'Give the manifest first.', isTrue: false }
  try {
    const leaf = JSON.parse(text) as Line
    const tree = manifest.trees.find(({ chain, root }) => chain === leaf.chain && root === leaf.root)
    const format = (tree?.format ?? 'openzeppelin') as TreeFormatName
    if (tree === undefined)
      return { text: `NO: the manifest has no root ${leaf.root} on ${leaf.chain}.`, isTrue: false }
    const root = rootOfProof(leafOf(leaf), proofOf(leaf, format), format)
    const isTrue = root === tree.root
    const about = `account ${leaf.account}\ntoken ${leaf.token}\natoms ${leaf.cumulative ?? leaf.amount}\nroot computed here   ${root ?? 'none'}\nroot in the manifest ${tree.root}`
    const answer = isTrue
      ? `YES: the leaf and its proof lead to the root that epoch ${manifest.epoch} has on ${tree.chain}.`
      : 'NO: the leaf and its proof lead to another root. One of them was changed.'
    return { text: `${answer}\n${about}`, isTrue }
  } catch (error) {
    return { text: `NO: this is no leaf with a proof: ${messageOf(error)}.`, isTrue: false }
  }
}

function leafOf({ account: of, token, cumulative, amount, index }: Line): LeafOf<TreeFormatName> {
  const leaf =
    cumulative === undefined
      ? { index, account: of, amount: BigInt(amount ?? '') }
      : { account: of, token, cumulative: BigInt(cumulative) }
  return leaf as LeafOf<TreeFormatName>
}

function proofOf(leaf: Line, format: TreeFormatName): ProofOf<TreeFormatName> {
  return (format === 'eigenlayer' ? leaf : (leaf as { proof?: unknown }).proof) as ProofOf<TreeFormatName>
}

async function take(file: File): Promise<void> {
  if (file.name.endsWith('.sha256')) {
    expected.value = (await file.text()).trim().slice(0, 64)
    sayManifest()
  } else if (file.name.endsWith('.ndjson')) {
    proofs = file
    await findLeaves()
  } else if (!(await takeSigned(file))) await takeManifest(file)
}

manifestFile.addEventListener('change', () => manifestFile.files?.[0] && takeManifest(manifestFile.files[0]))
proofsFile.addEventListener('change', () => {
  proofs = proofsFile.files?.[0]
  void findLeaves()
})
expected.addEventListener('input', sayManifest)
found.addEventListener('change', () => {
  line.value = lines[Number(found.value)] ?? ''
  say('proof-result', 'Choose a leaf and verify.')
})
element('find').addEventListener('click', () => void findLeaves())
element('verify').addEventListener('click', verifyLine)
document.addEventListener('dragover', (event) => event.preventDefault())
document.addEventListener('drop', async (event) => {
  event.preventDefault()
  for (const file of event.dataTransfer?.files ?? []) await take(file)
})
