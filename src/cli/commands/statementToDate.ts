/** A payee's statement over all epochs, in the forms of the command `statement`. */
import { describePath } from '../../documents/paths.ts'
import { toDateTable } from '../../documents/tables/books.ts'
import { totalsToDate } from '../../documents/toDateSheet.ts'
import type { StatementToDate } from '../../service/headwater.ts'
import { shownName } from '../../service/names.ts'
import { statementToDate } from '../../service/schemas/index.ts'
import { counted, formatTable } from '../output/table.ts'
import type { Session } from '../session.ts'
import { indent } from './epochs.ts'
import { writeStatementDocument } from './statementDocument.ts'

type ToDate = StatementToDate['currencies'][number]

/** Lines of each list that people see. */
const shownMax = 24

export async function printToDate(
  session: Session,
  payee: string,
  { format, to }: { readonly format: string | undefined; readonly to: string | undefined },
): Promise<void> {
  const statement = await session.with('reads', (headwater) => headwater.statementToDate(payee))
  if (format !== undefined || to !== undefined)
    return writeStatementDocument(session, statement, { format, to })
  await session.out.object(statementToDate, statement)
  await session.out.table(toDateTable, [statement])
  await session.out.text(() => describe(statement))
}

function describe(statement: StatementToDate): string {
  const { payee, name, accounts, epochs, until, currencies } = statement
  const about = until === null ? 'no epoch is closed' : `epochs 1 to ${epochs}, until ${until}`
  return [
    `${shownName(payee)}${name === null ? '' : ` (${shownName(name)})`}: ${about}`,
    ...accounts.map(({ chain, account }) => `  account ${chain}:${account}`),
    ...(currencies.length === 0 ? ['  Nothing was earned or paid so far.'] : []),
    ...currencies.flatMap((sums) => ['', indent(describeCurrency(sums))]),
  ].join('\n')
}

function describeCurrency(sums: ToDate): string {
  const { currency, toBePaid, byEpoch, sources, sourcesMore } = sums
  const totals = formatTable(totalsToDate(sums), [
    { head: currency, of: ([what = '']) => what },
    { head: '', of: ([, amount = '']) => amount, kind: 'amount' },
    { head: '', of: ([, , why = '']) => why },
  ])
  const epochs = formatTable(byEpoch.slice(0, shownMax), [
    { head: 'epoch', of: ({ epoch }) => epoch, kind: 'number' },
    { head: 'until', of: ({ until }) => until },
    { head: 'earned', of: ({ earned }) => earned, kind: 'amount' },
    { head: 'paid', of: ({ paid }) => paid, kind: 'amount' },
    { head: 'carried', of: ({ carried }) => carried, kind: 'amount' },
  ])
  const shown = sources.slice(0, shownMax)
  const more = sourcesMore + sources.length - shown.length
  const from = formatTable(shown.flatMap(sourceLines), [
    { head: 'earned', of: ({ earned }) => earned, kind: 'amount' },
    { head: 'by the path', of: ({ brought }) => brought, kind: 'amount' },
    { head: 'as', of: ({ role }) => role },
    { head: 'from', of: ({ what }) => what },
  ])
  return [
    totals,
    ...(toBePaid === null ? [] : [`${toBePaid.why}\n${toBePaid.step}`]),
    epochs,
    ...(shown.length === 0 ? [] : [from]),
    ...(more > 0 ? [`and from ${counted(more, 'more source')}: --json lists them`] : []),
  ].join('\n\n')
}

function sourceLines({ asset, version, role, earned, paths }: ToDate['sources'][number]) {
  return [
    { what: asset === '' ? 'platform fee' : `${asset}@${version}`, role, earned, brought: '' },
    ...paths.map((path) => ({ what: `  ${describePath(path)}`, role: '', earned: '', brought: path.amount })),
  ]
}
