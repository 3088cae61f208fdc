/** Order and columns of the tables of books, as they were first created and as they are now. */

const key16 = 'FixedString(16)'
const word = 'LowCardinality(String)'
const money = 'UInt256'
/** Corrections make amounts of books signed. */
const signed = 'Int256'

const epochKey = ['epoch UInt32', `attempt ${key16}`]

export type BookColumns = Readonly<
  Record<string, { readonly order: string; readonly columns: readonly string[] }>
>

/** As they were first created. */
export const firstBookColumns = {
  balances: {
    order: 'epoch, attempt, payee, currency',
    columns: [
      ...epochKey,
      'payee String',
      `currency ${word}`,
      `earned ${money}`,
      `late ${money}`,
      `paid ${money}`,
      'account String',
      `carried ${money}`,
    ],
  },
  payouts: {
    order: 'epoch, attempt, chain, account, token',
    columns: [...epochKey, `chain ${word}`, 'account String', 'token String', `cumulative ${money}`],
  },
  earnings: {
    order: 'epoch, attempt, payee, currency, asset, version, role',
    columns: [
      ...epochKey,
      'payee String',
      `currency ${word}`,
      'asset String',
      'version String',
      `role ${word}`,
      `amount ${money}`,
    ],
  },
  flows: {
    order: 'epoch, attempt, asset, version, currency',
    columns: [
      ...epochKey,
      'asset String',
      'version String',
      `currency ${word}`,
      `direct ${money}`,
      `fee ${money}`,
      `relativeIn ${money}`,
      `absoluteIn ${money}`,
      `relativeOut ${money}`,
      `absoluteOut ${money}`,
      `retained ${money}`,
    ],
  },
} satisfies BookColumns

/** The sums of calls that a later close goes on from. */
export const callSumColumns = {
  callSums: {
    order: 'epoch, attempt, asset, version, currency',
    columns: [
      ...epochKey,
      'asset String',
      'version String',
      `currency ${word}`,
      `calls ${money}`,
      `amount ${money}`,
    ],
  },
} satisfies BookColumns

/** State to date, and what clauses took. */
export const stateColumns = {
  states: {
    order: 'epoch, attempt, kind, subject, currency, object',
    columns: [
      ...epochKey,
      `kind ${word}`,
      'subject String',
      `currency ${word}`,
      'object String',
      `due ${money}`,
      `x ${signed}`,
      `amount ${signed}`,
    ],
  },
  takes: {
    order: 'epoch, attempt, clause, asset, role',
    columns: [
      ...epochKey,
      'clause String',
      'payee String',
      'to String',
      `currency ${word}`,
      'asset String',
      `role ${word}`,
      `amount ${signed}`,
    ],
  },
} satisfies BookColumns

/** Columns that became signed, and columns that were added behind the others, in their order; all are `signed`. */
const laterColumns: Readonly<
  Record<string, { readonly widened: readonly string[]; readonly added: readonly string[] }>
> = {
  balances: {
    widened: ['earned', 'late', 'carried'],
    added: ['adjusted', 'received', 'diverted', 'posted', 'withheld', 'reserved'],
  },
  earnings: { widened: ['amount'], added: [] },
  flows: {
    widened: ['direct', 'fee', 'relativeIn', 'absoluteIn', 'relativeOut', 'absoluteOut', 'retained'],
    added: ['cost'],
  },
}

/** What brings the tables that were created in the first form to the present one; each statement is idempotent. */
export function widenTables(): string[] {
  return Object.keys(laterColumns).flatMap((name) => widenTable(name))
}

/**
 * @param table that has the columns of `name`
 * @param last the column behind which columns are added; default: the last
 */
export function widenTable(name: string, table = name, last?: string): string[] {
  const later = laterColumns[name]
  if (later === undefined) return []
  const widened = later.widened.map((column) => `MODIFY COLUMN IF EXISTS ${column} ${signed}`)
  const places = [last, ...later.added]
  const added = later.added.map((column, at) => {
    const place = last === undefined ? '' : ` AFTER ${places[at]}`
    return `ADD COLUMN IF NOT EXISTS ${column} ${signed}${place}`
  })
  return [widened, added]
    .filter((parts) => parts.length > 0)
    .map((parts) => `ALTER TABLE ${table} ${parts.join(', ')}`)
}

/** As they are now. */
export const bookColumns: BookColumns = {
  ...Object.fromEntries(
    Object.entries(firstBookColumns).map(([name, table]) => [name, presentForm(name, table)]),
  ),
  ...callSumColumns,
  ...stateColumns,
}

function presentForm(name: string, { order, columns }: BookColumns[string]): BookColumns[string] {
  const later = laterColumns[name]
  if (later === undefined) return { order, columns }
  const present = columns.map((column) => {
    const own = column.split(' ')[0]!
    return later.widened.includes(own) ? `${own} ${signed}` : column
  })
  return { order, columns: [...present, ...later.added.map((column) => `${column} ${signed}`)] }
}
