/** Signing and sending, and what the answer of a node means. */
import {
  decodeErrorResult,
  type Hex,
  keccak256,
  parseAbi,
  parseTransaction,
  type TransactionSerializable,
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { fail } from '../../errors.ts'
import type { Fees } from '../../settlement/publish/fees.ts'
import type { SendOutcome, SignedBytes } from '../../settlement/publish/port.ts'
import { royaltyDistributor } from '../contracts/royaltyDistributor.ts'
import { askContract, type Client, chainIdOf, revertData, shortReason } from '../rpc/client.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import type { EncodedCall } from './encode.ts'

interface Sender {
  /** In lower case. */
  readonly address: Hex
  estimate(call: EncodedCall): Promise<bigint>
  sign(transaction: {
    readonly call: EncodedCall
    readonly nonce: number
    readonly fees: Fees
    readonly gas: bigint
  }): Promise<SignedBytes>
  reprice(raw: string, fees: Fees): Promise<SignedBytes>
}

/** Errors of OpenZeppelin's tokens, which the distributor passes on. */
const tokenErrors = parseAbi([
  'error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)',
  'error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)',
])
const errorAbi = [...royaltyDistributor.abi, ...tokenErrors]

export function createSender(endpoints: Endpoints, key: Hex): Sender {
  const account = privateKeyToAccount(key)
  return {
    address: account.address.toLowerCase() as Hex,
    estimate: ({ to, data }) =>
      askContract(endpoints, async (client) => {
        try {
          // A quarter more: what a transaction needs may change until it is mined.
          return ((await client.estimateGas({ account: account.address, to, data })) * 5n) / 4n
        } catch (error) {
          return failRefused(error)
        }
      }),
    async sign({ call, nonce, fees, gas }) {
      const hasBaseFee = await askContract(
        endpoints,
        async (client) => (await client.getBlock()).baseFeePerGas !== null,
      )
      const priced = hasBaseFee
        ? ({ type: 'eip1559', ...fees } as const)
        : ({ type: 'legacy', gasPrice: fees.maxFeePerGas } as const)
      return signed(account, {
        ...priced,
        chainId: chainIdOf(endpoints.chain),
        nonce,
        gas,
        value: 0n,
        ...call,
      })
    },
    reprice(raw, fees) {
      const { r: _r, s: _s, v: _v, yParity: _y, ...before } = parseTransaction(raw as Hex)
      const priced = before.type === 'legacy' ? { gasPrice: fees.maxFeePerGas } : fees
      return signed(account, { ...before, ...priced } as TransactionSerializable)
    },
  }
}

async function signed(
  account: PrivateKeyAccount,
  transaction: TransactionSerializable,
): Promise<SignedBytes> {
  const raw = await account.signTransaction(transaction)
  return { raw, hash: keccak256(raw) }
}

/** @throws HeadwaterError `publish.noGas`, `publish.refused`, `chain.unreachable` */
export function sendRaw(endpoints: Endpoints, raw: string): Promise<SendOutcome> {
  return askContract(endpoints, async (client: Client) => {
    try {
      await client.sendRawTransaction({ serializedTransaction: raw as Hex })
      return 'sent'
    } catch (error) {
      const outcome = outcomeOf(shortReason(error))
      if (outcome === 'noGas')
        return fail('publish.noGas', 'The account of the signer can not pay for the gas.')
      if (outcome === undefined) throw error
      return outcome
    }
  })
}

/**
 * The answers of nodes are prose. "Nonce too low" says that the nonce is used, by this transaction or by another one; an
 * underpriced replacement says that the nonce is free and this version pays too little.
 */
export function outcomeOf(answer: string): SendOutcome | 'noGas' | undefined {
  const words = answer.toLowerCase()
  for (const [pattern, outcome] of answers) if (pattern.test(words)) return outcome
  return undefined
}

const answers: readonly (readonly [RegExp, SendOutcome | 'noGas'])[] = [
  [/already known|already imported|known transaction|alreadyknown|already exists/, 'sent'],
  [/nonce too low|nonce is too low|nonce has already been used|invalid nonce|oldnonce/, 'nonceUsed'],
  [/insufficient funds|insufficient balance|doesn't have enough funds/, 'noGas'],
  [
    /underpriced|could not replace|fee too low|feetoolow|less than (?:the )?block base ?fee|max fee per gas less|fee cap less|gas price too low|below (?:the )?minimum/,
    'underpriced',
  ],
]

/** @throws HeadwaterError `publish.refused`, `publish.noGas` */
function failRefused(error: unknown): never {
  const data = revertData(error)
  if (data === undefined) {
    const reason = shortReason(error)
    if (outcomeOf(reason) === 'noGas')
      fail('publish.noGas', 'The account of the signer can not pay for the gas.')
    if (/revert/i.test(reason)) fail('publish.refused', `The contract would refuse the call: ${reason}.`)
    throw error
  }
  fail('publish.refused', `The contract would refuse the call: ${describeRevert(data)}.`)
}

function describeRevert(data: Hex): string {
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: errorAbi, data })
    return `${errorName}(${(args as readonly unknown[]).join(', ')})`
  } catch {
    return data.slice(0, 74)
  }
}
