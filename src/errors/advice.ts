/** What every failure that a user can meet comes with. */
export interface Advice {
  /** Whether the same request may succeed later without a change. */
  readonly retry: boolean
  /** What to do, as a sentence. */
  readonly fix: string
}

/** Advice by the failure's stable code. */
export type Advices = Readonly<Record<string, Advice>>
