/** The signatures of the manifest and of the list of files, and the files against that list. */
import { sha256 } from '@noble/hashes/sha2'
import { isSignatureOf, readSigned, type Signed } from './ed25519.ts'
import { element, messageOf, say } from './page.ts'

interface ListedFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

interface Signature extends Signed {
  readonly name: string
}

/** Files that are named when a list of them is shown. */
const namedMax = 20

const publishedKey = element<HTMLInputElement>('key')

let manifestHash: string | undefined
let manifestSignature: Signature | undefined
let listHash: string | undefined
let listSignature: Signature | undefined
let listed: readonly ListedFile[] | undefined

export function manifestIs(hash: string | undefined): void {
  manifestHash = hash
  void check()
}

/** @returns false where the file is none of a signature and no list */
export async function takeSigned(file: File): Promise<boolean> {
  try {
    switch (file.name) {
      case 'manifest.signature.json':
        manifestSignature = { name: file.name, ...readSigned(await file.text()) }
        break
      case 'bundle.signature.json':
        listSignature = { name: file.name, ...readSigned(await file.text()) }
        break
      case 'bundle.json': {
        const bytes = new Uint8Array(await file.arrayBuffer())
        const { files } = JSON.parse(new TextDecoder().decode(bytes)) as { files?: ListedFile[] }
        if (!Array.isArray(files)) throw new Error('it lists no files')
        listed = files
        listHash = hex(sha256(bytes))
        break
      }
      default:
        return false
    }
  } catch (error) {
    say('signature-result', `NO: ${file.name} can't be read here: ${messageOf(error)}.`, false)
    return true
  }
  await check()
  return true
}

/** Each signature that was given, with what it is of. */
async function check(): Promise<void> {
  const answers: { readonly text: string; readonly isTrue: boolean | undefined }[] = []
  if (manifestSignature !== undefined)
    answers.push(await answerOf(manifestSignature, 'manifest', manifestHash, 'manifest.json'))
  if (listSignature !== undefined)
    answers.push(await answerOf(listSignature, 'audit-bundle', listHash, 'bundle.json'))
  if (answers.length === 0) return
  const isWrong = answers.some(({ isTrue }) => isTrue === false)
  const isWhole = answers.every(({ isTrue }) => isTrue === true)
  const answer = isWrong ? false : isWhole ? true : undefined
  say('signature-result', answers.map(({ text }) => text).join('\n\n'), answer)
}

async function answerOf(
  signature: Signature,
  purpose: 'manifest' | 'audit-bundle',
  hash: string | undefined,
  file: string,
): Promise<{ readonly text: string; readonly isTrue: boolean | undefined }> {
  const { name, publicKey } = signature
  if (hash === undefined) return { text: `${name} is there; give ${file} too.`, isTrue: undefined }
  const key = `public key ${publicKey}`
  if (!(await isSignatureOf(`headwater ${purpose} ${hash}`, signature)))
    return { text: `NO: ${name} is no signature of this ${file}.\n${key}`, isTrue: false }
  const wanted = publishedKey.value.trim().toLowerCase()
  if (wanted === '')
    return {
      text: `${file} is signed with the key below. Compare the key with the one that the operator has published: a key that is only in this bundle proves nothing.\n${key}`,
      isTrue: undefined,
    }
  return wanted === publicKey
    ? { text: `YES: ${file} is signed with the published key.\n${key}`, isTrue: true }
    : { text: `NO: ${file} is signed with another key than the published one.\n${key}`, isTrue: false }
}

/** Compares files with the list, one after the other and without holding one. */
async function checkFiles(files: readonly File[]): Promise<void> {
  if (listed === undefined) return say('files-result', 'Give bundle.json first.', false)
  const wrong: string[] = []
  const unlisted: string[] = []
  let right = 0
  for (const [at, file] of files.entries()) {
    say('files-result', `Reading ${file.name}, ${at + 1} of ${files.length} …`)
    const path = file.webkitRelativePath || file.name
    const entry = listed.find(
      (one) => path === one.path || path.endsWith(`/${one.path}`) || nameOf(one) === path,
    )
    if (entry === undefined) unlisted.push(file.name)
    else if (file.size === entry.bytes && (await hashOf(file)) === entry.sha256) right++
    else wrong.push(entry.path)
  }
  const others = unlisted.filter((name) => name !== 'bundle.json' && name !== 'bundle.signature.json')
  const not = others.length === 0 ? '' : `\nnot in the list: ${others.slice(0, namedMax).join(', ')}`
  if (wrong.length > 0)
    return say(
      'files-result',
      `NO: changed since the list: ${wrong.slice(0, namedMax).join(', ')}${not}`,
      false,
    )
  say(
    'files-result',
    `${right === 0 ? 'NO' : 'YES'}: ${right} of the ${listed.length} listed files are as bundle.json lists them.${not}`,
    right > 0,
  )
}

function nameOf({ path }: ListedFile): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

async function hashOf(file: File): Promise<string> {
  const hash = sha256.create()
  const reader = file.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return hex(hash.digest())
    hash.update(value)
  }
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

publishedKey.addEventListener('input', () => void check())
const signatureFiles = element<HTMLInputElement>('signatures')
signatureFiles.addEventListener('change', async () => {
  for (const file of signatureFiles.files ?? [])
    if (!(await takeSigned(file)))
      say('signature-result', `NO: ${file.name} is neither a signature nor bundle.json.`, false)
})
const chosenFiles = element<HTMLInputElement>('files')
chosenFiles.addEventListener('change', () => void checkFiles([...(chosenFiles.files ?? [])]))
