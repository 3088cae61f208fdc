/**
 * A claim that must hold whatever the input: where it does not, the code is wrong, and stopping beats paying wrongly.
 * Expected failures are `HeadwaterError`s; this is for bugs only.
 */
export function invariant(holds: boolean, claim: string): asserts holds {
  if (!holds) throw new InvariantViolation(claim)
}

export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation'
  constructor(claim: string) {
    super(`bug: this must hold and does not: ${claim}`)
  }
}
