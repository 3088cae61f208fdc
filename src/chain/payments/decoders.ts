/** The decoders of the addresses of a chain that are paid. */
import type { ChainPayments } from '../../config/chainsFile.ts'
import { parseAssetId } from '../../events/ids.ts'
import type { Decoder } from '../source/decoder.ts'
import { type PaymentPorts, ProvenPayments } from './decoder.ts'

/** About ten minutes where a block takes two seconds. */
const withinDefault = 300

/**
 * One for each address in proven mode. Of an address in trusting mode the records of a gateway are the calls, so the
 * source makes none.
 * @throws HeadwaterError `asset.malformed`
 */
export function paymentDecoders(
  payments: readonly ChainPayments[],
  chain: string,
  ports: PaymentPorts,
): Decoder[] {
  return payments
    .filter(({ mode }) => mode === 'proven')
    .map(({ address, from, within = withinDefault, asset, tokens }) => {
      const earning = asset === undefined ? undefined : parseAssetId(asset)
      return new ProvenPayments({ chain, address, from, within, asset: earning, tokens }, ports)
    })
}
