/**
 * How the registry handles each event type, one line each, with the section of the snapshot that keeps what the facts
 * of the type change. It does not compile while a type is missing.
 */
import type { RegistryEventType } from '../events/index.ts'
import { assetRegistered, assetSection } from './asset.ts'
import { contributionRecorded } from './contribution.ts'
import { currencyBound, currencyRegistered, currencySection } from './currency.ts'
import type { RegistryDefinition } from './definition.ts'
import { feeSection, feeSet } from './fee.ts'
import { payeeBound, payeeRegistered, payeeSection } from './payee.ts'
import { rateSet } from './rate.ts'
import type { SnapshotSection } from './snapshotSection.ts'
import { versionReleased, versionSection } from './version.ts'

interface Entry<Type extends RegistryEventType> extends RegistryDefinition<Type> {
  readonly snapshot: SnapshotSection
}

export const definitions = {
  'io.headwater.currency.registered': { ...currencyRegistered, snapshot: currencySection },
  'io.headwater.currency.bound': { ...currencyBound, snapshot: currencySection },
  'io.headwater.fee.set': { ...feeSet, snapshot: feeSection },
  'io.headwater.payee.registered': { ...payeeRegistered, snapshot: payeeSection },
  'io.headwater.payee.bound': { ...payeeBound, snapshot: payeeSection },
  'io.headwater.asset.registered': { ...assetRegistered, snapshot: assetSection },
  'io.headwater.contribution.recorded': { ...contributionRecorded, snapshot: assetSection },
  'io.headwater.version.released': { ...versionReleased, snapshot: versionSection },
  'io.headwater.rate.set': { ...rateSet, snapshot: assetSection },
} as const satisfies { readonly [Type in RegistryEventType]: Entry<Type> }

/** The sections of a snapshot, in the order of the table. So new types come at the end of the table. */
export const sections: ReadonlySet<SnapshotSection> = new Set(
  Object.values(definitions).map(({ snapshot }) => snapshot),
)

/** The definition of a type of which the compiler knows only that it is some registry event type. */
export function definitionOf(type: RegistryEventType): RegistryDefinition<RegistryEventType> {
  return definitions[type] as unknown as RegistryDefinition<RegistryEventType>
}
