/** A list of the ledger: its first page, and how to see the rest. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Command } from '../../parts/Command.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Waiting } from '../../parts/Waiting.tsx'

export const listedMax = 100

interface ListedProps<Item> {
  readonly title: ReactNode
  /** What is loaded: `the clauses`. */
  readonly what: string
  readonly queryKey: readonly string[]
  readonly read: () => Promise<{ readonly items: readonly Item[]; readonly next: string | null }>
  /** Where there is none. */
  readonly none: string
  /** The command that lists all. */
  readonly command: string
  readonly children: (items: readonly Item[]) => ReactNode
}

export function Listed<Item>({ title, what, queryKey, read, none, command, children }: ListedProps<Item>) {
  const { data, error, refetch } = useQuery({ queryKey, queryFn: read })
  return (
    <section className="card">
      <h2>{title}</h2>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what={what} />}
      {data?.items.length === 0 && <Empty>{none}</Empty>}
      {data !== undefined && data.items.length > 0 && children(data.items)}
      {data?.next != null && (
        <p>
          These are the first {data.items.length}. <Command line={command} /> lists all.
        </p>
      )}
    </section>
  )
}
