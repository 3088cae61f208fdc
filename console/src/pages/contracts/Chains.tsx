/** Who gives to whom, from the left to the right. The table beside it has the same. */
import type { ClausePage } from 'headwater/client'

type Clause = ClausePage['items'][number]

const drawnMax = 40
const columnWidth = 220
const rowHeight = 56
const box = { width: 150, height: 32 }
const charactersMax = 18

export function Chains({ clauses }: { clauses: readonly Clause[] }) {
  const drawn = clauses.slice(0, drawnMax)
  if (drawn.length === 0) return null
  const places = placesOf(drawn)
  const columns = Math.max(...[...places.values()].map(({ column }) => column)) + 1
  const rows = Math.max(...[...places.values()].map(({ row }) => row)) + 1
  const [width, height] = [columns * columnWidth - columnWidth + box.width + 4, rows * rowHeight]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be in reach of the keyboard
    <section className="chains" aria-label="Chains of clauses" tabIndex={0}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label="Who gives to whom; the table below says the same"
      >
        {drawn.map(({ clause, payee, to, tiers }) => {
          const [from, end] = [places.get(payee)!, places.get(to)!]
          const [x1, y1] = [from.column * columnWidth + box.width, from.row * rowHeight + box.height / 2 + 2]
          const [x2, y2] = [end.column * columnWidth, end.row * rowHeight + box.height / 2 + 2]
          const middle = (x1 + x2) / 2
          return (
            <g key={clause}>
              <title>{`${clause}: ${payee} gives to ${to}`}</title>
              <path d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`} className="chain-line" />
              <text x={x2 - 6} y={y2 - 5} className="chain-share">
                {tiers.length === 1 ? tiers[0]!.share : 'tiers'}
              </text>
            </g>
          )
        })}
        {[...places].map(([payee, { column, row }]) => (
          <g key={payee} transform={`translate(${column * columnWidth} ${row * rowHeight + 2})`}>
            <title>{payee}</title>
            <rect width={box.width} height={box.height} rx="6" className="chain-box" />
            <text x="8" y="21" className="chain-name">
              {payee.length > charactersMax ? `${payee.slice(0, charactersMax)}…` : payee}
            </text>
          </g>
        ))}
      </svg>
      {clauses.length > drawnMax && <p>The picture has the first {drawnMax} clauses in force.</p>}
    </section>
  )
}

interface Place {
  readonly column: number
  readonly row: number
}

/** A payee stands to the right of everyone who gives to it. Clauses in force make no circle; those that wait may. */
function placesOf(clauses: readonly Clause[]): Map<string, Place> {
  const columns = new Map<string, number>()
  for (const { payee, to } of clauses) for (const name of [payee, to]) columns.set(name, 0)
  for (let round = 0; round < columns.size; round++) {
    let moved = false
    for (const { payee, to } of clauses) {
      const next = Math.min(columns.get(payee)! + 1, columns.size)
      if (columns.get(to)! >= next) continue
      columns.set(to, next)
      moved = true
    }
    if (!moved) break
  }
  const filled = new Map<number, number>()
  return new Map(
    [...columns].map(([name, column]) => {
      const row = filled.get(column) ?? 0
      filled.set(column, row + 1)
      return [name, { column, row }]
    }),
  )
}
