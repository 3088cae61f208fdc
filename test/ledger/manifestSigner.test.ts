import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSigner } from '../../src/ledger/manifestSigner.ts'
import { isSigned, signedText } from '../../src/log/manifestSignature.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-signer-'))
function fileOf(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}
const pem = (kind: 'ed25519' | 'x25519') =>
  (kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')).privateKey
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()
const hash = 'ab'.repeat(32)

describe('the signature of a manifest', () => {
  const signer = openSigner(fileOf('key.pem', pem('ed25519')))!
  const signature = signer.sign(signedText(hash))

  test('is one of its public key over the hash, and the same each time', () => {
    expect(isSigned(hash, signature)).toBe(true)
    expect(signer.sign(signedText(hash))).toEqual(signature)
  })

  test('is none over another hash, and none of another key', () => {
    expect(isSigned('cd'.repeat(32), signature)).toBe(false)
    const other = openSigner(fileOf('other.pem', pem('ed25519')))!.sign(signedText(hash))
    expect(isSigned(hash, { ...signature, publicKey: other.publicKey })).toBe(false)
  })

  test.each([
    ['that is missing', join(folder, 'none.pem')],
    ['that is no key', fileOf('text.pem', 'secret words')],
    ['of another kind', fileOf('x25519.pem', pem('x25519'))],
    ['that is too large', fileOf('large.pem', 'x'.repeat(20_000))],
  ])('a key %s has a code, and the message has nothing of the file', (_, file) => {
    const open = () => openSigner(file)!.open()
    expect(open).toThrow(expect.objectContaining({ code: 'signing.keyUnreadable' }))
    expect(open).not.toThrow(/secret words/)
  })

  test('is not made where no key is set', () => {
    expect(openSigner(undefined)).toBeUndefined()
  })
})
