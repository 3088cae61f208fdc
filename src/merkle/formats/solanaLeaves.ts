/** What leaves of Solana's distributors share. */
import { fail } from '../fail.ts'
import { shown } from '../leafErrors.ts'
import { readSolanaAccount } from './accounts.ts'

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
