/** Facts as values: the event, and what the decision added: the versions that a release pinned, an account's notice. */

import type { VersionName } from '../events/ids.ts'
import type { RegistryEventType, RegistryWireEventOf } from '../events/index.ts'
import type { Micros } from '../events/time.ts'

type Release = RegistryWireEventOf<'io.headwater.version.released'>
/** An edge in a release event, which may leave out the version. */
export type WireEdge = NonNullable<Release['data']['derivedFrom']>[number]

/** An edge in the fact of a release, with its version. */
export type FactEdge = Omit<WireEdge, 'version'> & {
  readonly version: VersionName
  /** The event left out the version, and the decision chose it. */
  readonly pinned?: true
}

export type ReleaseFact = Omit<Release, 'data'> & {
  readonly data: Omit<Release['data'], 'derivedFrom'> & { readonly derivedFrom?: readonly FactEdge[] }
}

type BindingType = 'io.headwater.payee.registered' | 'io.headwater.payee.bound'

/** The fact of an event that may bind an account. */
type BindingFact<Type extends BindingType> = Omit<RegistryWireEventOf<Type>, 'data'> & {
  readonly data: RegistryWireEventOf<Type>['data'] & {
    /** The account is paid by closes with a later `until`; left out where the ledger had no notice for accounts. */
    readonly payableFrom?: Micros
  }
}

export type FactOf<Type extends RegistryEventType> = Type extends Release['type']
  ? ReleaseFact
  : Type extends BindingType
    ? BindingFact<Type>
    : RegistryWireEventOf<Type>

export type RegistryFact = { [Type in RegistryEventType]: FactOf<Type> }[RegistryEventType]
