/**
 * The cw20-merkle-airdrop contract of CosmWasm: the leaf is the SHA-256 of the account's bech32 text and the decimal
 * amount, with nothing between them. A contract has one token, and each account claims once a stage; there are 255 stages.
 * Amounts have 128 bits.
 */
import { readBech32 } from '../../base/bech32.ts'
import { fail } from '../fail.ts'
import { shown } from '../leafErrors.ts'
import { sha256Sorted } from '../nodeRules.ts'
import { sha256 } from '../sha256.ts'
import { layers } from '../shapes/layers.ts'
import { listedFormat } from './listedLeaves.ts'

const utf8 = new TextEncoder()
/** Accounts of keys, and of contracts and modules. */
const accountLengths = [20, 32]

export const cw20 = listedFormat('cw20', {
  shape: layers({ rule: sha256Sorted, sortsLeaves: true, odd: 'goesUp' }),
  amountBits: 128,
  hash({ account, amount }, path) {
    if (!isCosmosAccount(account)) {
      fail('address.notBech32', `${shown(account)} is not a bech32 account of 20 or 32 bytes.`, {
        path: `${path}/account`,
      })
    }
    return sha256(utf8.encode(`${account}${amount}`))
  },
})

/** Whether a text is an account of a Cosmos chain, as the chain writes it. */
function isCosmosAccount(text: unknown): boolean {
  const read = typeof text === 'string' ? readBech32(text) : undefined
  return read !== undefined && accountLengths.includes(read.bytes.length)
}
