/** A distributor on its chain: the adapter, on viem, of what publishing and claims need. */
import type { Hex } from 'viem'
import { fail } from '../../errors.ts'
import { invariant } from '../../invariant.ts'
import type { ClaimReader, Distributor } from '../../settlement/publish/port.ts'
import { askContract, chainIdOf } from '../rpc/client.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import { createClaimReader } from './claims.ts'
import { encodeCall } from './encode.ts'
import { look } from './look.ts'
import { createSender, sendRaw } from './sending.ts'

/**
 * @param confirmations blocks above what counts as mined
 * @param key of the signer; undefined where nothing is signed
 */
export function openDistributor(
  endpoints: Endpoints,
  address: string,
  confirmations: number,
  key: Hex | undefined,
): Distributor & ClaimReader {
  const contract = address as Hex
  const sender = key === undefined ? undefined : createSender(endpoints, key)
  const signing = () => sender ?? fail('key.missing', 'A transaction is to be signed, and no key is set.')
  return {
    signer: sender?.address,
    look: (asked) =>
      askContract(endpoints, (client) => look(client, { address: contract, confirmations }, asked)),
    estimate: async (call) => signing().estimate(encodeCall(contract, call, signing().address)),
    sign: async ({ call, ...rest }) =>
      signing().sign({ call: encodeCall(contract, call, signing().address), ...rest }),
    reprice: async (raw, fees) => signing().reprice(raw, fees),
    send: (raw) => sendRaw(endpoints, raw),
    encode(call) {
      invariant(call.purpose !== 'fill', 'a gap is filled by the signer itself')
      return {
        purpose: call.purpose,
        ...encodeCall(contract, call, contract),
        value: '0',
        chainId: String(chainIdOf(endpoints.chain)),
      }
    },
    ...createClaimReader(endpoints, contract, confirmations),
  }
}
