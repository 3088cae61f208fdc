import type { SimulationLine } from 'headwater/client'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'

interface Row {
  readonly name: string
  readonly currency: string
  readonly figure: string
  readonly before: string
  readonly after: string
  readonly difference: string
}

const shownMax = 200

/** Every figure that differs: of totals, and of payees with the largest difference first. */
export function BeforeAndAfter({ lines }: { lines: readonly SimulationLine[] }) {
  const rejected = lines.filter((line) => line.kind === 'rejected')
  const rows = lines.flatMap(rowsOf).slice(0, shownMax)
  return (
    <div role="status">
      {rejected.map(({ code, message }) => (
        <p key={code} className="notice">
          <bdi>{message}</bdi> <code>{code}</code>
        </p>
      ))}
      {rejected.length === 0 && rows.length === 0 && <p>Nothing would differ.</p>}
      {rows.length > 0 && (
        <DataTable
          caption="Before and after"
          rows={rows}
          keyOf={({ name, currency, figure }) => JSON.stringify([name, currency, figure])}
          columns={[
            { title: 'Of', cell: ({ name }) => <bdi>{name}</bdi> },
            { title: 'Figure', cell: ({ figure }) => figure },
            {
              title: 'Before',
              numeric: true,
              cell: ({ before, currency }) => <Amount value={before} currency={currency} />,
            },
            { title: 'After', numeric: true, cell: ({ after }) => <Amount value={after} /> },
            { title: 'Difference', numeric: true, cell: ({ difference }) => <Amount value={difference} /> },
          ]}
        />
      )}
    </div>
  )
}

function rowsOf(line: SimulationLine): Row[] {
  if (line.kind !== 'total' && line.kind !== 'payee') return []
  const { currency, before, after, difference } = line
  const name = line.kind === 'total' ? 'all' : line.payee
  return Object.entries(difference).flatMap(([figure, by]) =>
    by === '0'
      ? []
      : [{ name, currency, figure, before: before[figure]!, after: after[figure]!, difference: by }],
  )
}
