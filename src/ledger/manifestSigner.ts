/** Signs manifests with the ledger's Ed25519 key, which is read from a file once and is in no log and no answer. */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { fail } from '../errors.ts'
import type { ManifestSigner } from '../log/manifestSignature.ts'

const keyBytesMax = 16_384
/** Of the DER of a public key, the last 32 bytes are the key itself. */
const rawKeyBytes = 32

/** The key is read at the first close: a process that only reads need not have the right to it. */
export function openSigner(file: string | undefined): ManifestSigner | undefined {
  if (file === undefined) return undefined
  let read: KeyObject | undefined
  const opened = () => {
    read ??= readKey(file)
    return read
  }
  return {
    open: () => void opened(),
    sign(text) {
      const key = opened()
      const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-rawKeyBytes)
      return {
        algorithm: 'ed25519',
        publicKey: publicKey.toString('hex'),
        signature: sign(null, Buffer.from(text), key).toString('hex'),
      }
    },
  }
}

/** @throws HeadwaterError `signing.keyUnreadable` */
function readKey(file: string): KeyObject {
  let key: KeyObject
  try {
    if (statSync(file).size > keyBytesMax) return unreadable(file, 'it is too large')
    key = createPrivateKey(readFileSync(file))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // The text of other failures may have parts of the file.
    return unreadable(file, code === 'ENOENT' || code === 'EACCES' ? code : 'it is no private key in PEM')
  }
  if (key.asymmetricKeyType !== 'ed25519')
    return unreadable(file, `it is of the kind ${key.asymmetricKeyType}`)
  return key
}

function unreadable(file: string, why: string): never {
  return fail('signing.keyUnreadable', `The signing key in ${file} can't be used: ${why}.`)
}
