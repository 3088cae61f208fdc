/** The versions that a payee earned from: the paths of the largest, and the event that released each. */
import type { StatementToDate } from 'headwater/client'
import { Amount } from '../Amount.tsx'
import { DataTable } from '../DataTable.tsx'
import { Empty } from '../Empty.tsx'

type Sums = StatementToDate['currencies'][number]
type Source = Sums['sources'][number]

export function Sources({ sums: { sources, sourcesMore } }: { sums: Sums }) {
  if (sources.length === 0) return <Empty>Nothing was earned from a version.</Empty>
  return (
    <>
      <DataTable
        caption="Sources, the largest first"
        hideCaption
        rows={sources}
        keyOf={({ asset, version, role }) => JSON.stringify([asset, version, role])}
        columns={[
          { title: 'From', cell: (source) => <From source={source} /> },
          { title: 'As', cell: ({ role }) => role },
          { title: 'Epochs', cell: ({ first, last }) => (first === last ? first : `${first} to ${last}`) },
          { title: 'Earned', numeric: true, cell: ({ earned }) => <Amount value={earned} /> },
        ]}
      />
      {sourcesMore > 0 && <p>and {sourcesMore} more sources: the JSON form lists them.</p>}
    </>
  )
}

function From({ source: { asset, version, event, paths } }: { source: Source }) {
  if (asset === '') return 'the platform fee'
  return (
    <>
      <bdi>{`${asset}@${version}`}</bdi>
      {event !== null && (
        <p className="behind">
          released by the event <bdi>{event.id}</bdi> of <bdi>{event.source}</bdi>
        </p>
      )}
      {paths.length > 0 && (
        <ul className="paths">
          {paths.map((path) => (
            <li key={JSON.stringify([path.from, path.over])}>
              <bdi>{pathText(path)}</bdi> brought <Amount value={path.amount} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function pathText({ from, over }: Source['paths'][number]): string {
  const steps = over.map(
    ({ relation, share, asset, version }) => ` → ${relation} ${share} → ${asset}@${version}`,
  )
  return `calls of ${from.asset}@${from.version}${steps.join('')}`
}
