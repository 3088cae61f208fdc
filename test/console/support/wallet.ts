/** A wallet in the browser of a test, as an extension injects one (EIP-1193). */
import type { Page } from 'playwright-core'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { type Anvil, anvilKeys } from '../../support/anvil.ts'

/** A wallet with these accounts: it signs at once, and sends by the node. */
export async function injectWallet(page: Page, anvil: Anvil, accounts: readonly string[]): Promise<void> {
  const signers = new Map<string, ReturnType<typeof privateKeyToAccount>>(
    anvilKeys.map((key) => [privateKeyToAccount(key).address.toLowerCase(), privateKeyToAccount(key)]),
  )
  await page.exposeFunction('walletRequest', async (method: string, params: readonly unknown[]) => {
    switch (method) {
      case 'eth_requestAccounts':
        return accounts
      case 'personal_sign':
        return signers.get(params[1] as string)!.signMessage({ message: { raw: params[0] as Hex } })
      case 'eth_signTypedData_v4':
        return signers.get(params[0] as string)!.signTypedData(JSON.parse(params[1] as string))
      default:
        return anvil.rpc(method, params)
    }
  })
  await page.addInitScript(
    'window.ethereum = { request: ({ method, params = [] }) => window.walletRequest(method, params) }',
  )
}
