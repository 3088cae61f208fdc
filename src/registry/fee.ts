/** The platform fee in the registry. */
import type { PayeeId } from '../events/ids.ts'
import { formatTime, parseTime } from '../events/time.ts'
import { formatShare } from '../money/share.ts'
import { type RegistryDefinition, readShare } from './definition.ts'
import type { Fee } from './model.ts'
import { namePayee } from './payee.ts'
import { checkPayee } from './require.ts'
import { feeAt } from './resolve.ts'
import type { RegistryState } from './state.ts'
import { insertByEffect, nextInForce } from './timeline.ts'

export const feeSet: RegistryDefinition<'io.headwater.fee.set'> = {
  decide(event, registry) {
    checkPayee(registry, event.data.payee)
    return event
  },
  reach({ data: { share, payee, effectiveFrom: from } }, registry, now) {
    const former = feeAt(registry, from)
    const isSame = share === (former?.share ?? 0) && (share === 0 || payee === former?.payee)
    if (isSame) return undefined
    const next = nextInForce(registry.feesByTime, from)
    return { kind: 'fee', calls: 'all', from, before: Math.min(next?.effectiveFrom ?? now, now) }
  },
  evolve(state, { data }, revision) {
    namePayee(state, data.payee)
    addFee(state, { ...data, revision })
  },
  payload: ({ share, payee, effectiveFrom }) => ({
    share: formatShare(share),
    payee,
    effectiveFrom: formatTime(effectiveFrom),
  }),
  read: ({ share, payee, effectiveFrom }) => ({
    share: readShare(share, true),
    payee: payee as PayeeId,
    effectiveFrom: parseTime(effectiveFrom as string),
  }),
}

function addFee(state: RegistryState, fee: Fee): void {
  state.fees.push(fee)
  insertByEffect(state.feesByTime, fee)
}
