/**
 * The signature of a manifest: Ed25519 over a text that names the purpose and the manifest's hash, so that no signature for
 * another purpose counts here. It lies beside the hash; no hash and no root depends on it.
 */
import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))

export const manifestSignature = z
  .strictObject({
    algorithm: z.literal('ed25519'),
    publicKey: hex(64).describe('The raw key of 32 bytes, in hex'),
    signature: hex(128).describe('Of the text `headwater manifest <hash>`, in hex'),
  })
  .meta({ id: 'ManifestSignature' })

export type ManifestSignature = Readonly<z.infer<typeof manifestSignature>>

/** What signs; the key itself stays with the adapter. */
export interface ManifestSigner {
  /** Reads the key, where it was not read yet. A close calls it first, so that it does not fail at its end. */
  open(): void
  sign(text: string): ManifestSignature
}

export function signedText(manifestHash: string): string {
  return `headwater manifest ${manifestHash}`
}

/** DER of a public key, before its 32 bytes: RFC 8410. */
const publicKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex')

export function isSigned(manifestHash: string, { publicKey, signature }: ManifestSignature): boolean {
  const key = createPublicKey({
    key: Buffer.concat([publicKeyPrefix, Buffer.from(publicKey, 'hex')]),
    format: 'der',
    type: 'spki',
  })
  return verify(null, Buffer.from(signedText(manifestHash)), key, Buffer.from(signature, 'hex'))
}
