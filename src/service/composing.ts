/** Releases of agents from their files, as far as they are looked at first. */
import type { Answer } from '../base/answers.ts'
import type { EventPermissions } from '../ingest/answers.ts'
import type * as schemas from './schemas/composition.ts'

export type CompositionPreview = Answer<typeof schemas.compositionPreview>
export type ReleaseSimulation = Answer<typeof schemas.releaseSimulation>
/** A call that was not made: an amount, or tokens that the rate card prices. */
export type CompositionCall = Answer<typeof schemas.compositionCall>

/** The file of an agent: YAML, or its fields. */
export type ComposedFile = string | Readonly<Record<string, unknown>>

export interface CompositionOptions {
  /** Default: one without an amount, which the rate card prices. */
  readonly call?: CompositionCall | undefined
  /** Whose rights a release needs; default: those of the operator. */
  readonly allowed?: EventPermissions
  /** Versions, and parts of payees, that are listed. */
  readonly listedMax?: number | undefined
}

export interface ReleaseSimulationOptions extends Pick<CompositionOptions, 'listedMax'> {
  /** The asset whose calls are made again, of the agent. */
  readonly of: string
  /** RFC 3339; default: the last whole month. */
  readonly since?: string | undefined
  readonly before?: string | undefined
  /** The amounts of the calls, or what the rate card of the agent makes of their tokens. Default: `recorded`. */
  readonly price?: 'recorded' | 'rate' | undefined
}

export interface Composing {
  /**
   * The release that the file of an agent stands for: its events, why they would be refused, and what every payee would
   * get of one call. It records nothing; a release sends the events to `submit`.
   */
  compose(file: ComposedFile, options?: CompositionOptions): Promise<CompositionPreview>
  /** What the agent would have earned and paid had it had the calls of an asset. It records nothing. */
  simulateRelease(file: ComposedFile, options: ReleaseSimulationOptions): Promise<ReleaseSimulation>
}
