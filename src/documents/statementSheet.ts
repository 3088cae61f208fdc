/** A payee's statement of an epoch as a sheet: the figures first, what is behind them in the appendix. */

import type { Statement } from '../service/headwater.ts'
import { shownName } from '../service/names.ts'
import { toBePaid } from '../service/toBePaid.ts'
import { counted } from './counted.ts'
import { pathBlocks } from './paths.ts'
import type { Block, Row, Sheet, SheetColumn } from './sheet.ts'
import { describeCap, describeEarned, describeStep, nameOfStep } from './words.ts'

type Sums = Statement['currencies'][number]
type Earning = Sums['lines'][number]

/** Sources of earnings on the first pages; the appendix has all of them. */
const sourcesShownMax = 12
/** Lines of a list in a document. A payee with more reads them as CSV or JSON. */
const listedMax = 1_000

export function statementSheet(statement: Statement): Sheet {
  const { payee, name, epoch, until, accounts, currencies, onChain = [] } = statement
  const who = name === null ? shownName(payee) : `${shownName(name)} (${shownName(payee)})`
  return {
    title: `Statement of epoch ${epoch}`,
    subject: `${who}, epoch ${epoch}`,
    time: until,
    blocks: [
      {
        type: 'facts',
        facts: [
          ['payee', shownName(payee)],
          ...(name === null ? [] : [['name', shownName(name)] as const]),
          ['epoch', `${epoch}, calls before ${until}`],
          ...accounts.map(({ chain, account }) => ['account', `${chain}:${account}`] as const),
        ],
      },
      ...(currencies.length === 0
        ? [{ type: 'note', text: 'Nothing was earned or paid in this epoch.' } as const]
        : []),
      ...currencies.flatMap(currencyBlocks),
      ...onChainBlocks(onChain),
    ],
    appendix: currencies.flatMap(appendixBlocks),
  }
}

function currencyBlocks(sums: Sums): Block[] {
  const waits = toBePaid(sums)
  return [
    { type: 'heading', text: sums.currency },
    { type: 'table', columns: figureColumns, rows: figures(sums) },
    ...(waits === undefined ? [] : [{ type: 'step', ...waits } as const]),
    ...sourceBlocks(sums),
  ]
}

const figureColumns: readonly SheetColumn[] = [
  { head: '', weight: 2 },
  { head: 'amount', kind: 'amount' },
  { head: 'why', weight: 4 },
]

/** What was there before, everything that moved it, and what is left, in the order of the close. */
export function figures(sums: Sums): Row[] {
  const { steps, available } = sums
  if (steps === undefined || available === undefined) {
    const { paidTo } = sums
    return [
      ['brought forward', sums.broughtForward, ''],
      ['earned', sums.earned, describeEarned(sums)],
      ['paid', sums.paid, paidTo === null ? '' : `to ${paidTo.chain}:${paidTo.account}`],
      ['carried', sums.carried, ''],
    ]
  }
  return [
    ['brought forward', sums.broughtForward, ''],
    ['available before', available.before, ''],
    ...steps.map(
      (step): Row => [
        nameOfStep(step),
        step.amount,
        step.step === 'earned' ? describeEarned(sums) : describeStep(step),
      ],
    ),
    ['available', available.after, ''],
    ['of carried, reserved', sums.reserved ?? '0', ''],
    ['carried', sums.carried, ''],
  ]
}

function sourceBlocks({ lines }: Sums): Block[] {
  if (lines.length === 0) return []
  const shown = lines.slice(0, sourcesShownMax)
  const more = lines.length - shown.length
  return [
    {
      type: 'table',
      columns: [{ head: 'earned from', weight: 4 }, { head: 'as' }, { head: 'earned', kind: 'amount' }],
      rows: shown.map((line): Row => [sourceOf(line), line.role, line.earned]),
    },
    ...(more > 0
      ? [{ type: 'note', text: `and from ${counted(more, 'more source')}: see the appendix.` } as const]
      : []),
  ]
}

export function sourceOf({ asset, version }: Pick<Earning, 'asset' | 'version'>): string {
  return asset === '' ? 'platform fee' : `${asset}@${version}`
}

function appendixBlocks(sums: Sums): Block[] {
  const traced = sums.lines.map((line) => ({
    title: `${sourceOf(line)}, ${line.role}`,
    paths: line.paths ?? [],
  }))
  return [
    ...flowBlocks(sums),
    ...pathBlocks(sums.currency, traced),
    ...capBlocks(sums),
    ...correctionBlocks(sums),
  ]
}

/** What each version received and passed on, and what it kept for its holders. */
function flowBlocks({ currency, lines }: Sums): Block[] {
  const flowing = lines.filter(({ flow }) => flow !== null)
  if (flowing.length === 0) return []
  const shown = flowing.slice(0, listedMax)
  return [
    { type: 'heading', text: `${currency}: what each version received, passed on, and kept for its holders` },
    {
      type: 'table',
      columns: [
        { head: 'version', weight: 3 },
        { head: 'your part as', weight: 1.2 },
        { head: 'received', kind: 'amount' },
        { head: 'passed on', kind: 'amount' },
        { head: 'your part', kind: 'amount' },
      ],
      rows: shown.flatMap((line) => flowRows(line)),
    },
    ...restNote(flowing.length - shown.length, 'more source'),
  ]
}

/** The first row has the version's total; a row follows for each way by which money came or went. */
function flowRows(line: Earning): Row[] {
  const flow = line.flow!
  const ways: readonly (readonly [string, string, 'in' | 'out'])[] = [
    ['revenue of its own calls', flow.direct, 'in'],
    ['from derived versions, relative', flow.relativeIn, 'in'],
    ['from derived versions, absolute', flow.absoluteIn, 'in'],
    ['platform fee', flow.fee, 'out'],
    ['costs of its calls', flow.cost ?? '0', 'out'],
    ['to its sources, relative', flow.relativeOut, 'out'],
    ['to its sources, absolute', flow.absoluteOut, 'out'],
    ['kept for its holders', flow.retained, 'out'],
  ]
  return [
    [sourceOf(line), line.role, '', '', line.earned],
    ...ways
      .filter(([, amount]) => amount !== '0')
      .map(
        ([what, amount, side]): Row => [
          `   ${what}`,
          '',
          side === 'in' ? amount : '',
          side === 'out' ? amount : '',
          '',
        ],
      ),
  ]
}

/** The caps of edges, each with what it let through. */
function capBlocks({ currency, caps = [], capsMore = 0 }: Sums): Block[] {
  if (caps.length === 0) return []
  return [
    { type: 'heading', text: `${currency}: capped edges on the way to what you earn from` },
    {
      type: 'table',
      columns: [
        { head: 'from, to, share and cap', weight: 4 },
        { head: 'carried', kind: 'amount' },
      ],
      rows: caps.map((cap): Row => [describeCap(cap), cap.carried]),
    },
    ...(capsMore > 0
      ? [{ type: 'note', text: `and ${counted(capsMore, 'more capped edge')}.` } as const]
      : []),
  ]
}

function correctionBlocks({ currency, corrections = [], correctionsMore = 0 }: Sums): Block[] {
  if (corrections.length === 0 && correctionsMore === 0) return []
  return [
    { type: 'heading', text: `${currency}: corrections of calls that earlier epochs settled` },
    {
      type: 'table',
      columns: [
        { head: 'call', weight: 2 },
        { head: 'settled in' },
        { head: 'your part changed by', kind: 'amount' },
        { head: 'because of', weight: 3 },
      ],
      rows: corrections.map(
        ({ source, id, epoch, amount, by }): Row => [
          `${shownName(id)} of ${shownName(source)}`,
          `epoch ${epoch}`,
          amount,
          by
            .map(({ type, id: cause, reason }) => {
              const what = type === 'closed' ? 'dispute closed' : type
              return `${what} ${shownName(cause)}${reason === null ? '' : ` (${shownName(reason)})`}`
            })
            .join('; '),
        ],
      ),
    },
    ...restNote(correctionsMore, 'more changed call'),
  ]
}

function restNote(more: number, noun: string): Block[] {
  return more > 0 ? [{ type: 'note', text: `and ${counted(more, noun)}: the JSON form lists them.` }] : []
}

export function onChainBlocks(onChain: NonNullable<Statement['onChain']>): Block[] {
  if (onChain.length === 0) return []
  return [
    { type: 'heading', text: 'On chain' },
    {
      type: 'table',
      columns: [
        { head: 'chain and distributor', weight: 3 },
        { head: 'currency' },
        { head: 'published', kind: 'amount' },
        { head: 'claimable', kind: 'amount' },
        { head: 'claimed', kind: 'amount' },
      ],
      rows: onChain.map(
        (line): Row => [
          `${line.chain} ${line.distributor}`,
          line.currency ?? line.token,
          line.published,
          line.claimable,
          line.claimed,
        ],
      ),
    },
  ]
}
