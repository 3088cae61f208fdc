/** The clauses of a payee in the order in which they take: its waterfall, with what is tried out at its place. */
import type { Clause, Variant } from './variant.ts'

export function Order({ variant, clauses }: { variant: Variant; clauses: readonly Clause[] }) {
  const { payee, currency, rank, clause } = variant
  const others = clauses.filter(
    (one) => one.payee === payee && one.currency === currency && one.clause !== clause,
  )
  if (others.length === 0) return null
  // Of equal ranks the one that is agreed last, which is this one, goes last.
  const places = [
    ...others.map((one) => ({ name: one.clause, rank: one.rank, to: one.to })),
    { name: undefined, rank: Number(rank), to: variant.to },
  ].sort((a, b) => a.rank - b.rank)
  return (
    <div aria-live="polite">
      <p className="beside">
        The order in which the clauses of <bdi>{payee}</bdi> take, each of what the ones before left:
      </p>
      <ol aria-label="Order of the clauses">
        {places.map((place) => (
          <li key={place.name ?? ''}>
            {place.name === undefined ? <strong>this clause</strong> : <bdi>{place.name}</bdi>}, rank{' '}
            {place.rank}, to <bdi>{place.to}</bdi>
          </li>
        ))}
      </ol>
    </div>
  )
}
