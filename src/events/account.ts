/**
 * Chains and accounts in the forms of CAIP-2 and CAIP-10, and EVM addresses. A wrong address pays a stranger, so the
 * checksum of an address in mixed case must be right.
 */
import type { Brand } from '../brand.ts'
import { fail } from '../errors.ts'
import { keccak256 } from '../keccak/index.ts'
import { accountSentence, addressSentence } from './sentences.ts'
import { quoted } from './text.ts'

/** CAIP-2, e.g. `eip155:8453`. */
export type ChainId = Brand<string, 'ChainId'>
/** Receives payments on a chain. In lower case on eip155; on other chains as the event has it. */
export type AccountAddress = Brand<string, 'AccountAddress'>
/** The contract of a token on an eip155 chain: 0x and 40 digits in lower case. */
export type TokenAddress = Brand<string, 'TokenAddress'>

export interface Account {
  readonly chain: ChainId
  readonly address: AccountAddress
}

const evmNamespace = 'eip155'
const chainPattern = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/
export const accountPattern = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}:[-.%a-zA-Z0-9]{1,128}$/
export const evmChainPattern = /^eip155:[1-9][0-9]{0,31}$/
export const evmAddressPattern = /^0x[0-9a-fA-F]{40}$/
const zeroAddress = `0x${'0'.repeat(40)}`

/** @throws HeadwaterError `chain.malformed`, `chain.unsupported` (currencies live on eip155 chains only) */
export function parseEvmChain(text: string): ChainId {
  if (!chainPattern.test(text))
    fail('chain.malformed', `${quoted(text)} is not a CAIP-2 chain id such as eip155:8453.`)
  if (!text.startsWith(`${evmNamespace}:`))
    fail('chain.unsupported', `The chain ${text} is not an eip155 chain.`)
  return checkedEvmChain(text)
}

/** The address of a token. @throws HeadwaterError `address.*` */
export function parseToken(text: string): TokenAddress {
  return parseEvmAddress(text) as TokenAddress
}

/** The address of an account on an eip155 chain. @throws HeadwaterError `address.*` */
export function parseEvmAccount(text: string): AccountAddress {
  return parseEvmAddress(text) as AccountAddress
}

/**
 * An EVM address in lower case.
 * @throws HeadwaterError `address.malformed`, `address.checksum` (mixed case without a valid EIP-55 checksum),
 *   `address.zero`
 */
function parseEvmAddress(text: string): string {
  if (!evmAddressPattern.test(text)) {
    fail('address.malformed', addressSentence(text))
  }
  const lower = text.toLowerCase()
  if (lower === zeroAddress) fail('address.zero', 'No one holds the zero address.')
  const digits = text.slice(2)
  const mixed = digits !== digits.toLowerCase() && digits !== digits.toUpperCase()
  if (mixed && text !== toChecksumAddress(lower)) {
    fail('address.checksum', `The address ${text} is in mixed case and its EIP-55 checksum is wrong.`)
  }
  return lower
}

/** A CAIP-10 account. @throws HeadwaterError `account.malformed`, `chain.malformed`, those of `parseEvmAddress` */
export function parseAccount(text: string): Account {
  if (!accountPattern.test(text)) {
    fail('account.malformed', accountSentence(text))
  }
  const cut = text.lastIndexOf(':')
  const chain = text.slice(0, cut)
  const address = text.slice(cut + 1)
  if (!chain.startsWith(`${evmNamespace}:`)) {
    return { chain: chain as ChainId, address: address as AccountAddress }
  }
  return { chain: checkedEvmChain(chain), address: parseEvmAccount(address) }
}

/** `eip155:1:0x…`, which `parseAccount` reads. */
export function formatAccount(account: Account): string {
  return `${account.chain}:${account.address}`
}

/**
 * The account that a payee id itself is, if it is one.
 * @throws HeadwaterError as `parseAccount` if it has the form of an eip155 account and is not a valid one, which could
 *   not be paid
 */
export function accountOfPayeeId(payee: string): Account | undefined {
  return accountPattern.test(payee) ? parseAccount(payee) : undefined
}

/** EIP-55: a letter is upper case if the digit at its place in the hash of the lower-case text is 8 or more. */
export function toChecksumAddress(lower: string): string {
  const digits = lower.slice(2)
  const hash = keccak256(Buffer.from(digits, 'latin1'))
  let text = '0x'
  for (let at = 0; at < 40; at++) {
    const nibble = at % 2 === 0 ? hash[at >> 1]! >> 4 : hash[at >> 1]! & 15
    text += nibble >= 8 ? digits[at]!.toUpperCase() : digits[at]!
  }
  return text
}

function checkedEvmChain(chain: string): ChainId {
  if (!evmChainPattern.test(chain)) {
    fail(
      'chain.malformed',
      `${quoted(chain)} is not an eip155 chain: its number is decimal, above 0, without a leading zero.`,
    )
  }
  return chain as ChainId
}
