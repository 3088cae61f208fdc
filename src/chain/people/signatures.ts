/**
 * Whether an account has signed. A key's signature says so by itself. That of a contract (EIP-1271), or of one that is not
 * deployed yet (EIP-6492), is asked for on its chain, where that is configured.
 */
import { type Hex, hashMessage, hashTypedData, recoverAddress } from 'viem'
import type { EvmChain } from '../../config/chainsFile.ts'
import type { AccountMessage } from '../../service/people.ts'
import { askContract } from '../rpc/client.ts'
import { type Endpoints, openEndpoints } from '../rpc/endpoints.ts'
import { bindingData, evmAccount } from './messages.ts'

const signaturePattern = /^0x(?:[0-9a-fA-F]{2}){1,8192}$/

export class Signatures {
  readonly #chains: ReadonlyMap<string, EvmChain>
  readonly #endpoints = new Map<string, Endpoints>()

  constructor(chains: ReadonlyMap<string, EvmChain>) {
    this.#chains = chains
  }

  /** @throws HeadwaterError `chain.unreachable`, `chain.otherChain` */
  ofText(account: string, text: string, signature: string): Promise<boolean> {
    return this.#signed(account, hashMessage(text), signature)
  }

  /** @throws HeadwaterError likewise */
  ofBinding(binding: AccountMessage, signature: string): Promise<boolean> {
    return this.#signed(binding.account, hashTypedData(bindingData(binding)), signature)
  }

  async #signed(account: string, hash: Hex, signature: string): Promise<boolean> {
    const { chain, address } = evmAccount(account)
    if (!signaturePattern.test(signature)) return false
    if (await isOfKey(hash, signature as Hex, address)) return true
    const endpoints = this.#endpointsOf(chain)
    if (endpoints === undefined) return false
    return askContract(endpoints, (client) =>
      client.verifyHash({ address, hash, signature: signature as Hex }),
    )
  }

  #endpointsOf(chain: string): Endpoints | undefined {
    const known = this.#endpoints.get(chain)
    const config = this.#chains.get(chain)
    if (known !== undefined || config === undefined) return known
    const opened = openEndpoints(chain, config)
    this.#endpoints.set(chain, opened)
    return opened
  }
}

async function isOfKey(hash: Hex, signature: Hex, address: Hex): Promise<boolean> {
  try {
    return (await recoverAddress({ hash, signature })).toLowerCase() === address
  } catch {
    return false
  }
}
