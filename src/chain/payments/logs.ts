/** The logs of payments. Hex is in lower case throughout. */
import type { Hex } from '../source/decoder.ts'

/** `Transfer(address indexed from, address indexed to, uint256 value)` of ERC-20. */
export const transferTopic: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
/** `AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)` of EIP-3009. */
export const usedTopic: Hex = '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5'
/** `AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce)`. */
export const canceledTopic: Hex = '0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81'

/** A topic that is an address, or undefined where its first 12 bytes are not zero. */
export function addressOf(word: string | undefined): Hex | undefined {
  return word !== undefined && /^0x0{24}[0-9a-f]{40}$/.test(word) ? `0x${word.slice(26)}` : undefined
}

export function topicOf(address: Hex): Hex {
  return `0x${address.slice(2).padStart(64, '0')}`
}
