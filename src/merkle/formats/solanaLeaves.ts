/** What leaves of Solana's distributors share. */
import { readBase58 } from '../../base/base58.ts'
import { fail } from '../fail.ts'
import { shown } from '../leafErrors.ts'

const keyBytes = 32

/** The 32 bytes of an account; undefined where the text is none. */
function readSolanaAccount(text: unknown): Uint8Array | undefined {
  return typeof text === 'string' ? readBase58(text, keyBytes) : undefined
}

/** @throws HeadwaterError `address.notBase58` */
export function requireSolanaAccount(text: unknown, path: string): Uint8Array {
  const key = readSolanaAccount(text)
  if (key !== undefined) return key
  return fail('address.notBase58', `${shown(text)} is not a Solana account: 32 bytes in base58.`, {
    path: `${path}/account`,
  })
}

export function writeUint64(into: Uint8Array, at: number, value: bigint): void {
  new DataView(into.buffer).setBigUint64(at, value, true)
}
