/** What is tried out, and the event that it stands for. */

export interface Variant {
  readonly kind: 'clause' | 'fee'
  readonly payee: string
  /** Who gets it. */
  readonly to: string
  readonly currency: string
  readonly share: string
  /** Empty: none. */
  readonly cap: string
  /** A day. */
  readonly effectiveFrom: string
}

export function eventsOf(
  { kind, payee, to, currency, share, cap, effectiveFrom }: Variant,
  now: Date,
): object[] {
  const from = `${effectiveFrom}T00:00:00Z`
  const envelope = {
    ...{ specversion: '1.0', source: 'console', id: `what if ${now.toISOString()}`, time: now.toISOString() },
  }
  if (kind === 'fee')
    return [{ ...envelope, type: 'io.headwater.fee.set', data: { share, payee: to, effectiveFrom: from } }]
  const clause = `what if ${now.toISOString()}`
  const data = { clause, payee, to, currency, share, ...(cap !== '' && { cap }), effectiveFrom: from }
  return [{ ...envelope, type: 'io.headwater.clause.agreed', data }]
}
