/** The statements of every payee of an epoch, in full, in bounded memory. */

import { type BooksStore, type EarningLine, subjectsMax } from '../../books/port.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochKey } from '../../log/keys.ts'
import { isContracted } from '../../log/manifest.ts'
import type { Statement } from '../statementAnswers.ts'
import { readAhead } from './readAhead.ts'
import { requireBooks } from './requireBooks.ts'
import { changedEdges } from './sourceCaps.ts'
import { pathsIn, payeeStatement, type StatementDeps } from './statement.ts'
import { statementLines } from './statements.ts'

/**
 * Of every payee with a line in the epoch, sorted by payee as UTF-8 bytes.
 * @throws HeadwaterError `data.outOfStep`
 */
export async function* allStatements(
  deps: Omit<StatementDeps, 'clock'>,
  closed: ClosedEpoch,
): AsyncGenerator<Statement> {
  const { books, epochs } = deps
  const list = (await epochs.list()).slice(0, closed.epoch)
  await requireBooks(books, list)
  const keys = list.map(({ key }) => key)
  const paths = pathsIn(deps, closed)
  const edges = isContracted(closed.manifest) ? await changedEdges(deps, closed) : []
  for await (const payees of groupsOf(payeesOf(deps, closed))) {
    const read = await readAhead(books, keys, payees)
    await paths.prepare(await earningsOf(read, keys.at(-1)!, payees))
    for (const payee of payees)
      yield await payeeStatement({ ...deps, books: read, paths, edges }, payee, closed)
  }
}

async function earningsOf(
  read: BooksStore,
  key: EpochKey,
  payees: readonly PayeeId[],
): Promise<Iterable<EarningLine[]>> {
  const earnings: EarningLine[] = []
  for await (const line of read.epochEarnings(key, payees)) earnings.push(line)
  return Map.groupBy(earnings, ({ payee }) => payee).values()
}

async function* payeesOf(
  { books }: Pick<StatementDeps, 'books'>,
  closed: ClosedEpoch,
): AsyncGenerator<PayeeId> {
  let last: string | undefined
  for await (const { payee } of statementLines(books, closed)) {
    if (payee !== last) yield payee as PayeeId
    last = payee
  }
}

async function* groupsOf(payees: AsyncIterable<PayeeId>): AsyncGenerator<PayeeId[]> {
  let group: PayeeId[] = []
  for await (const payee of payees) {
    group.push(payee)
    if (group.length === subjectsMax) {
      yield group
      group = []
    }
  }
  if (group.length > 0) yield group
}
