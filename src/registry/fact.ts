/** Facts as values: the event, and for a release the versions that the decision pinned. */

import type { VersionName } from '../events/ids.ts'
import type { RegistryEventType, RegistryWireEventOf } from '../events/index.ts'

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

export type FactOf<Type extends RegistryEventType> = Type extends Release['type']
  ? ReleaseFact
  : RegistryWireEventOf<Type>

export type RegistryFact = { [Type in RegistryEventType]: FactOf<Type> }[RegistryEventType]
