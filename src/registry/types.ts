/** How the registry handles each event type, one line each. It does not compile while a type is missing. */
import type { RegistryEventType } from '../events/index.ts'
import { assetRegistered } from './asset.ts'
import { clauseAgreed, clauseEnded } from './clause.ts'
import { contributionRecorded } from './contribution.ts'
import { costSet } from './cost.ts'
import { currencyBound, currencyRegistered } from './currency.ts'
import type { RegistryDefinition } from './definition.ts'
import { feeSet } from './fee.ts'
import { holdingTransferred } from './holding.ts'
import { payeeBound, payeeRegistered } from './payee.ts'
import { payeeCleared, payeeHeld, payoutSet, reserveSet, withholdingSet } from './payoutRules.ts'
import { rateSet } from './rate.ts'
import { versionReleased } from './version.ts'

export const definitions = {
  'io.headwater.currency.registered': currencyRegistered,
  'io.headwater.currency.bound': currencyBound,
  'io.headwater.fee.set': feeSet,
  'io.headwater.payee.registered': payeeRegistered,
  'io.headwater.payee.bound': payeeBound,
  'io.headwater.asset.registered': assetRegistered,
  'io.headwater.contribution.recorded': contributionRecorded,
  'io.headwater.version.released': versionReleased,
  'io.headwater.rate.set': rateSet,
  'io.headwater.cost.set': costSet,
  'io.headwater.holding.transferred': holdingTransferred,
  'io.headwater.clause.agreed': clauseAgreed,
  'io.headwater.clause.ended': clauseEnded,
  'io.headwater.reserve.set': reserveSet,
  'io.headwater.payout.set': payoutSet,
  'io.headwater.payee.held': payeeHeld,
  'io.headwater.payee.cleared': payeeCleared,
  'io.headwater.withholding.set': withholdingSet,
} as const satisfies { readonly [Type in RegistryEventType]: RegistryDefinition<Type> }

/** The definition of a type of which the compiler knows only that it is some registry event type. */
export function definitionOf(type: RegistryEventType): RegistryDefinition<RegistryEventType> {
  return definitions[type] as unknown as RegistryDefinition<RegistryEventType>
}
