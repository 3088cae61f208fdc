/** What every expected failure says besides its message. */
export interface Advice {
  /** Whether the same request may succeed later without a change. */
  readonly retry: boolean
  /** What to do, as a sentence. */
  readonly fix: string
}

/** Advice by the stable code of the failure. */
export type Advices = Readonly<Record<string, Advice>>
