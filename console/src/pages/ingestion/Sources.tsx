/** Where events come from, and what waits there. */
import type { Snapshot } from '../../app/live.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Term } from '../../parts/Term.tsx'

export function Sources({ sources, lag }: Pick<Snapshot, 'sources' | 'lag'>) {
  return (
    <section aria-label="Sources">
      <h2>Sources</h2>
      {sources.length === 0 ? (
        <Empty>This server has taken in no calls since its start.</Empty>
      ) : (
        <DataTable
          caption="Partitions that this server took calls of"
          rows={sources}
          keyOf={({ partition }) => partition}
          columns={[
            {
              title: <Term word="partition">Partition</Term>,
              cell: ({ partition }) => <bdi>{partition}</bdi>,
            },
            { title: 'Latest time of a call', cell: ({ watermark }) => <Moment at={watermark} /> },
          ]}
        />
      )}
      {lag.length > 0 && (
        <DataTable
          caption="Messages of Kafka that wait"
          rows={lag}
          keyOf={({ topic, partition }) => `${topic} ${partition}`}
          columns={[
            { title: 'Topic', cell: ({ topic }) => <bdi>{topic}</bdi> },
            { title: 'Partition', cell: ({ partition }) => partition },
            { title: 'Waiting', numeric: true, cell: ({ messages }) => messages.toLocaleString('en') },
          ]}
        />
      )}
    </section>
  )
}
