/**
 * The registry, event-sourced: `decide(event, registry)` gives a fact or refuses, `evolve(state, fact, revision)` applies
 * it, `createRegistry()` is the start. Facts are recorded as JSON in the order decided.
 */

export type { RegistryWireEvent } from '../events/types.ts'
export { decide } from './decide.ts'
export { nextDigest } from './digest.ts'
export { evolve } from './evolve.ts'
export type { RegistryFact } from './fact.ts'
export { factData, factFormat, factFromRecorded, wireEventOf } from './facts.ts'
export { createRegistry, digestOfNothing, type RegistryState } from './state.ts'
