/** Clauses as people read them. */
interface Tier {
  readonly upTo?: string | undefined
  readonly share: string
}

/** E.g. `0.3 up to 2000, then 0.05`. */
export function describeTiers(tiers: readonly Tier[]): string {
  return tiers
    .map(({ upTo, share }) => (upTo === undefined ? share : `${share} up to ${upTo}`))
    .join(', then ')
}
