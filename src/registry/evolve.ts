/** Applies facts to the registry. It refuses none: what was decided once is applied for ever and not judged again. */
import { invariant } from '../invariant.ts'
import { documentDigest } from './digest.ts'
import type { RegistryFact } from './fact.ts'
import type { PlainFactReader } from './plainFact.ts'
import type { RegistryState } from './state.ts'
import { definitionOf } from './types.ts'

/** Applies `fact`, which is event number `revision` of the registry stream. */
export function evolve(state: RegistryState, fact: RegistryFact, revision: number): void {
  invariant(revision === state.count, 'registry events are applied one by one, in order')
  definitionOf(fact.type).evolve(state, fact, revision)
  state.chain.add(documentDigest(fact))
  state.count = revision + 1
}

/** The same where the digest of the fact's document is known: 32 bytes of `digests` from `at` on. */
export function evolveDigested(
  state: RegistryState,
  fact: RegistryFact,
  revision: number,
  { digests, at }: DocumentDigest,
): void {
  invariant(revision === state.count, 'registry events are applied one by one, in order')
  definitionOf(fact.type).evolve(state, fact, revision)
  state.chain.addBytes(digests, at)
  state.count = revision + 1
}

/** Where the digest of a document is. */
export interface DocumentDigest {
  readonly digests: Uint8Array
  readonly at: number
}

/**
 * Applies the fact that was read last, the short way, and is event number `revision`. Chain and count are the caller's.
 */
export function evolvePlain(state: RegistryState, reader: PlainFactReader, revision: number): void {
  const { type } = reader
  definitionOf(type).evolve(state, { type, data: reader.data() } as RegistryFact, revision)
}
