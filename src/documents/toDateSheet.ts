/** A payee's statement over all epochs as a sheet. */

import type { StatementToDate } from '../service/headwater.ts'
import { shownName } from '../service/names.ts'
import { counted } from './counted.ts'
import { pathBlocks } from './paths.ts'
import type { Block, Row, Sheet } from './sheet.ts'
import { onChainBlocks, sourceOf } from './statementSheet.ts'
import { describeTiers } from './tiers.ts'

type ToDate = StatementToDate['currencies'][number]
type Source = ToDate['sources'][number]

const sourcesShownMax = 12
const epochsShownMax = 24

export function toDateSheet(statement: StatementToDate): Sheet {
  const { payee, name, epochs, until, accounts, currencies, onChain = [] } = statement
  const who = name === null ? shownName(payee) : `${shownName(name)} (${shownName(payee)})`
  return {
    title: 'Statement over all epochs',
    subject: `${who}, up to epoch ${epochs}`,
    time: until ?? '1970-01-01T00:00:00Z',
    blocks: [
      {
        type: 'facts',
        facts: [
          ['payee', shownName(payee)],
          ...(name === null ? [] : [['name', shownName(name)] as const]),
          ['epochs', until === null ? 'none is closed' : `1 to ${epochs}, calls before ${until}`],
          ...accounts.map(({ chain, account }) => ['account', `${chain}:${account}`] as const),
        ],
      },
      ...(currencies.length === 0
        ? [{ type: 'note', text: 'Nothing was earned or paid so far.' } as const]
        : []),
      ...currencies.flatMap(currencyBlocks),
      ...onChainBlocks(onChain),
    ],
    appendix: currencies.flatMap(appendixBlocks),
  }
}

/** What a payee got and what became of it: the last figure is the sum of those before. */
export function totalsToDate(sums: ToDate): Row[] {
  const {
    received = '0',
    diverted = '0',
    posted = '0',
    withheld = '0',
    reserved = '0',
    adjusted = '0',
  } = sums
  const parts = [
    ...(sums.late === '0' ? [] : [`late: ${sums.late}`]),
    ...(adjusted === '0' ? [] : [`by corrections: ${adjusted}`]),
  ]
  const optional: readonly Row[] = [
    ['received', received, 'by clauses, from other payees'],
    ['diverted', negative(diverted), 'by clauses, to other payees'],
    ['posted', posted, 'transfers, payments elsewhere and deposits, net'],
    ['withheld', negative(withheld), 'from payments'],
  ]
  return [
    ['earned', sums.earned, parts.join('; ')],
    ...optional.filter(([, amount]) => amount !== '0'),
    ['paid', negative(sums.paid), 'on chain'],
    ['carried', sums.carried, reserved === '0' ? '' : `of it reserved: ${reserved}`],
  ]
}

function negative(amount: string): string {
  return amount === '0' ? '0' : amount.startsWith('-') ? amount.slice(1) : `-${amount}`
}

function currencyBlocks(sums: ToDate): Block[] {
  const { currency, toBePaid, sources, sourcesMore } = sums
  const shown = sources.slice(0, sourcesShownMax)
  const more = sourcesMore + sources.length - shown.length
  return [
    { type: 'heading', text: currency },
    {
      type: 'table',
      columns: [
        { head: '', weight: 2 },
        { head: 'amount', kind: 'amount' },
        { head: 'why', weight: 4 },
      ],
      rows: totalsToDate(sums),
    },
    ...(toBePaid === null ? [] : [{ type: 'step', ...toBePaid } as const]),
    ...(shown.length === 0 ? [] : [sourceTable(shown)]),
    ...(more === 0
      ? []
      : [
          {
            type: 'note',
            text: `and from ${counted(more, 'more source')}: the JSON form lists them.`,
          } as const,
        ]),
    epochTable(sums),
    ...clauseBlocks(sums),
    ...lotBlocks(sums),
  ]
}

function sourceTable(sources: readonly Source[]): Block {
  return {
    type: 'table',
    columns: [
      { head: 'earned from', weight: 4 },
      { head: 'as' },
      { head: 'epochs' },
      { head: 'earned', kind: 'amount' },
    ],
    rows: sources.map(
      (source): Row => [
        sourceOf(source),
        source.role,
        source.first === source.last ? `${source.first}` : `${source.first} to ${source.last}`,
        source.earned,
      ],
    ),
  }
}

function epochTable({ byEpoch }: ToDate): Block {
  return {
    type: 'table',
    columns: [
      { head: 'epoch' },
      { head: 'until', weight: 2 },
      { head: 'earned', kind: 'amount' },
      { head: 'paid', kind: 'amount' },
      { head: 'carried', kind: 'amount' },
    ],
    rows: byEpoch
      .slice(0, epochsShownMax)
      .map(({ epoch, until, earned, paid, carried }): Row => [`${epoch}`, until, earned, paid, carried]),
  }
}

function clauseBlocks({ clauses }: ToDate): Block[] {
  if (clauses.length === 0) return []
  return [
    {
      type: 'table',
      columns: [
        { head: 'clause', weight: 2 },
        { head: 'from and to', weight: 3 },
        { head: 'share', weight: 2 },
        { head: 'taken', kind: 'amount' },
        { head: 'left', kind: 'amount' },
      ],
      rows: clauses.map(
        ({ clause, payee, to, tiers, taken, left }): Row => [
          shownName(clause),
          `${shownName(payee)} to ${shownName(to)}`,
          describeTiers(tiers),
          taken,
          left ?? '',
        ],
      ),
    },
  ]
}

function lotBlocks({ lots }: ToDate): Block[] {
  if (lots.length === 0) return []
  return [
    {
      type: 'table',
      columns: [{ head: 'reserve of epoch' }, { head: 'due', weight: 2 }, { head: 'left', kind: 'amount' }],
      rows: lots.map(({ epoch, due, left }): Row => [`${epoch}`, due, left]),
    },
  ]
}

/** The paths of the largest sources, and the events that released them. */
function appendixBlocks({ currency, sources }: ToDate): Block[] {
  return pathBlocks(
    currency,
    sources.map((source) => ({ title: sourceAndEvent(source), paths: source.paths })),
  )
}

function sourceAndEvent(source: Source): string {
  const { event } = source
  const released =
    event === null ? '' : `, released by ${shownName(event.id)} of ${shownName(event.source)}, ${event.time}`
  return `${sourceOf(source)}${released}`
}
