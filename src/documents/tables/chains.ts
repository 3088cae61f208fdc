/** Tables of what is on chains. */
import type { ClaimPage, Publication } from '../../service/publishing.ts'
import type { Table } from './table.ts'

export const claimTable: Table<ClaimPage['items'][number]> = {
  name: 'claims',
  ofEpoch: true,
  columns: [
    { head: 'chain', of: (line) => line.chain },
    { head: 'account', of: (line) => line.account },
    { head: 'currency', of: (line) => line.currency ?? line.token },
    { head: 'published', of: (line) => line.published, kind: 'amount' },
    { head: 'claimable', of: (line) => line.claimable, kind: 'amount' },
    { head: 'claimed', of: (line) => line.claimed, kind: 'amount' },
    { head: 'distributor', of: (line) => line.distributor },
  ],
}

type RootLine = Pick<Publication, 'chain' | 'distributor'> & Publication['roots'][number]

/** A line for each root. */
export const publicationTable: Table<Publication, RootLine> = {
  name: 'publications',
  columns: [
    { head: 'chain', of: ({ chain }) => chain },
    { head: 'distributor', of: ({ distributor }) => distributor },
    { head: 'index', of: ({ index }) => index, kind: 'number' },
    { head: 'epoch', of: ({ epoch }) => epoch, kind: 'number' },
    { head: 'root', of: ({ root }) => root },
    { head: 'stage', of: ({ stage }) => stage },
    { head: 'activatableAt', of: ({ activatableAt }) => activatableAt, kind: 'time' },
  ],
  lines: ({ chain, distributor, roots }) => roots.map((root) => ({ chain, distributor, ...root })),
}
