/** Whether an Ed25519 signature of the ledger is true: by the browser where it can, else by a library in this page. */
import { ed25519 } from '@noble/curves/ed25519'

export interface Signed {
  /** 32 bytes, in hex. */
  readonly publicKey: string
  /** 64 bytes, in hex. */
  readonly signature: string
}

/** @throws Error where the file has no key or no signature */
export function readSigned(json: string): Signed {
  const { algorithm, publicKey, signature } = JSON.parse(json) as Record<string, unknown>
  if (algorithm !== 'ed25519') throw new Error('its algorithm is not ed25519')
  if (typeof publicKey !== 'string' || !/^[0-9a-f]{64}$/.test(publicKey))
    throw new Error('its public key is not 64 hex digits')
  if (typeof signature !== 'string' || !/^[0-9a-f]{128}$/.test(signature))
    throw new Error('its signature is not 128 hex digits')
  return { publicKey, signature }
}

export async function isSignatureOf(text: string, { publicKey, signature }: Signed): Promise<boolean> {
  const [key, signed] = [bytesOf(publicKey), bytesOf(signature)]
  const message = new TextEncoder().encode(text)
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', imported, signed, message)
  } catch {
    // Browsers before 2025 lack the algorithm. A key that is no point of the curve fails here too.
    return byLibrary(signed, message, key)
  }
}

function byLibrary(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false })
  } catch {
    return false
  }
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16))
}
