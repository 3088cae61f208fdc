/** What people sign with their accounts: to sign in (EIP-4361), and to be bound to a payee (EIP-712). */
import { getAddress, type Hex } from 'viem'
import { createSiweMessage } from 'viem/siwe'
import { parseAccount, parseEvmChain } from '../../events/account.ts'
import type { AccountMessage, SignInMessage } from '../../service/people.ts'

export function signInText({ account, expiresAt, ...rest }: SignInMessage): string {
  const { chainId, address } = evmAccount(account)
  return createSiweMessage({
    ...rest,
    address: getAddress(address),
    chainId,
    expirationTime: expiresAt,
    statement: 'Show me the statements of the payees that this account is bound to. This moves no money.',
    version: '1',
  })
}

export function bindingData({ account, ...rest }: AccountMessage) {
  return {
    domain: { name: 'Headwater', version: '1', chainId: evmAccount(account).chainId },
    types: {
      AccountBinding: [
        { name: 'ledger', type: 'string' },
        { name: 'payee', type: 'string' },
        { name: 'account', type: 'string' },
        { name: 'nonce', type: 'string' },
      ],
    },
    primaryType: 'AccountBinding',
    message: { ...rest, account },
  } as const
}

/** The same with the type of its domain, as a wallet wants it. */
export function bindingForWallet(binding: AccountMessage) {
  const { types, ...data } = bindingData(binding)
  const domain = [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
  ]
  return { ...data, types: { EIP712Domain: domain, ...types } }
}

/** @throws HeadwaterError `account.malformed`, `chain.*`, `address.*` */
export function evmAccount(text: string): { chain: string; chainId: number; address: Hex } {
  const { chain, address } = parseAccount(text)
  parseEvmChain(chain)
  return { chain, chainId: Number(chain.slice('eip155:'.length)), address: address as string as Hex }
}
