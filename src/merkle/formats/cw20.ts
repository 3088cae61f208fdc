/**
 * The cw20-merkle-airdrop contract of CosmWasm: the leaf is the SHA-256 of the account's bech32 text and the decimal
 * amount, with nothing between them. A contract has one token, and each account claims once a stage; there are 255 stages.
 * Amounts have 128 bits.
 */
import { fail } from '../fail.ts'
import { shown } from '../leafErrors.ts'
import { sha256Sorted } from '../nodeRules.ts'
import { sha256 } from '../sha256.ts'
import { layers } from '../shapes/layers.ts'
import { cosmosPrefix } from './accounts.ts'
import { listedFormat } from './listedLeaves.ts'

const utf8 = new TextEncoder()

export const cw20 = listedFormat('cw20', {
  shape: layers({ rule: sha256Sorted, sortsLeaves: true, odd: 'goesUp' }),
  amountBits: 128,
  hash({ account, amount }, path) {
    if (cosmosPrefix(account) === undefined) {
      fail('address.notBech32', `${shown(account)} is not a bech32 account of 20 or 32 bytes.`, {
        path: `${path}/account`,
      })
    }
    return sha256(utf8.encode(`${account}${amount}`))
  },
})
