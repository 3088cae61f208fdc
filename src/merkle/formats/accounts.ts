/** Accounts of chains that are no EVM chains, as their formats take them. */
import { readBase58 } from '../../base/base58.ts'
import { readBech32 } from '../../base/bech32.ts'

const solanaBytes = 32
/** Accounts of keys, and of contracts and modules. */
const cosmosLengths = [20, 32]

/** The bytes of a Solana account; undefined where the text is none. */
export function readSolanaAccount(text: unknown): Uint8Array | undefined {
  return typeof text === 'string' ? readBase58(text, solanaBytes) : undefined
}

/** The prefix of an account of a Cosmos chain, in lower case as the chain writes it; undefined where the text is none. */
export function cosmosPrefix(text: unknown): string | undefined {
  const read = typeof text === 'string' ? readBech32(text) : undefined
  return read !== undefined && cosmosLengths.includes(read.bytes.length) ? read.prefix : undefined
}
