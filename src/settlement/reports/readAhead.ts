/**
 * Books that have read what the statements of some payees ask for: one read for all of them instead of one for each. A
 * statement is made from them exactly as from the books themselves.
 */

import type { BooksStore, EarningLine, StatesWanted, VersionFlowLine } from '../../books/port.ts'
import type { StateLine } from '../../books/stateLine.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { EpochKey } from '../../log/keys.ts'

type LastLines = Awaited<ReturnType<BooksStore['lastLines']>>

/** @param closed all epochs up to the one in question @param payees at most `subjectsMax` */
export async function readAhead(
  books: BooksStore,
  closed: readonly EpochKey[],
  payees: readonly PayeeId[],
): Promise<BooksStore> {
  const key = closed.at(-1)!
  const [lines, earnings] = await Promise.all([
    books.lastLinesOf(closed, payees),
    collect(books.epochEarnings(key, payees)),
  ])
  const flows = await flowsFor(books, key, earnings)
  const linesOf = Map.groupBy(lines, ({ payee }) => payee)
  const earningsOf = Map.groupBy(earnings, ({ payee }) => payee)
  const lots = new Map<number, Map<string, StateLine[]>>()

  async function lotsAfter(epochs: readonly EpochKey[]): Promise<Map<string, StateLine[]>> {
    let known = lots.get(epochs.length)
    if (known === undefined) {
      const found = await collect(books.eachState(epochs, { kind: 'lot', subjects: payees }))
      known = Map.groupBy(found, ({ subject }) => subject)
      lots.set(epochs.length, known)
    }
    return known
  }

  const wanted = new Set<string>(payees)
  const isOwnLot = ({ kind, subjects }: StatesWanted = {}) =>
    kind === 'lot' && subjects?.length === 1 && wanted.has(subjects[0]!)
  const own: Partial<BooksStore> = {
    lastLines: async (_closed, payee): Promise<LastLines> => linesOf.get(payee) ?? [],
    async *epochEarnings(_key, payee) {
      yield* (typeof payee === 'string' ? earningsOf.get(payee) : earnings) ?? []
    },
    async *epochFlows(_key, versions = []) {
      for (const { asset, version } of versions) yield* flows.get(flowName(asset, version)) ?? []
    },
    async *eachState(epochs, only) {
      if (isOwnLot(only)) yield* (await lotsAfter(epochs)).get(only!.subjects![0]!) ?? []
      else yield* books.eachState(epochs, only)
    },
  }
  return new Proxy(books, {
    get: (all, name) => Reflect.get(name in own ? own : all, name),
  })
}

async function flowsFor(
  books: BooksStore,
  key: EpochKey,
  earnings: readonly EarningLine[],
): Promise<Map<string, VersionFlowLine[]>> {
  const versions = new Map<string, Pick<VersionFlowLine, 'asset' | 'version'>>()
  for (const { asset, version } of earnings)
    if (asset !== '' && version !== '') versions.set(flowName(asset, version), { asset, version })
  if (versions.size === 0) return new Map()
  const flows = await collect(books.epochFlows(key, [...versions.values()]))
  return Map.groupBy(flows, ({ asset, version }) => flowName(asset, version))
}

function flowName(asset: string, version: string): string {
  return `${asset} ${version}`
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
