/** What nodes answer to a transaction, as their prose has it. */
import { expect, it } from 'vitest'
import { outcomeOf } from '../../../src/chain/distributor/sending.ts'

it.each([
  ['already known', 'sent'],
  ['ALREADY_EXISTS: already known', 'sent'],
  ['Known transaction', 'sent'],
  ['transaction already imported', 'sent'],
  ['nonce too low: next nonce 5, tx nonce 4', 'nonceUsed'],
  ['nonce has already been used', 'nonceUsed'],
  ['OldNonce', 'nonceUsed'],
  ['replacement transaction underpriced', 'underpriced'],
  ['transaction underpriced: gas tip cap 1, minimum needed 100', 'underpriced'],
  ['could not replace existing tx', 'underpriced'],
  ['max fee per gas less than block base fee: address 0x…, maxFeePerGas: 1, baseFee: 7', 'underpriced'],
  ['FeeTooLow, EffectivePriorityFeePerGas too low 0 < 1', 'underpriced'],
  ['insufficient funds for gas * price + value: balance 0, tx cost 21000', 'noGas'],
  ['nonce too high', undefined],
  ['the method eth_sendRawTransaction does not exist', undefined],
] as const)('%s', (answer, outcome) => {
  expect(outcomeOf(answer)).toBe(outcome)
})
