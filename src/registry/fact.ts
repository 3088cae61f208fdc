/** Facts as values: the event, and in a release the versions that the decision pinned. */

import type { VersionName } from '../events/ids.ts'
import type { RegistryEventType, RegistryWireEventOf } from '../events/index.ts'

type Release = RegistryWireEventOf<'io.headwater.version.released'>
/** An edge as a release names it; the version may be left out. */
export type WireEdge = NonNullable<Release['data']['derivedFrom']>[number]

/** A source of a release, its version fixed. */
export type FactEdge = Omit<WireEdge, 'version'> & {
  readonly version: VersionName
  /** The event left the version out and the decision chose it. */
  readonly pinned?: true
}

export type ReleaseFact = Omit<Release, 'data'> & {
  readonly data: Omit<Release['data'], 'derivedFrom'> & { readonly derivedFrom?: readonly FactEdge[] }
}

export type FactOf<Type extends RegistryEventType> = Type extends Release['type']
  ? ReleaseFact
  : RegistryWireEventOf<Type>

export type RegistryFact = { [Type in RegistryEventType]: FactOf<Type> }[RegistryEventType]
