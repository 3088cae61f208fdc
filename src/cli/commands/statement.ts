import { documentFormats } from '../../documents/statementDocument.ts'
import { earningsTable } from '../../documents/tables/books.ts'
import { describeCap, describeEarned, describeStep, nameOfStep } from '../../documents/words.ts'
import { fail } from '../../errors.ts'
import type { Statement } from '../../service/headwater.ts'
import { shownName } from '../../service/names.ts'
import { statement as statementSchema } from '../../service/schemas/index.ts'
import { keepHeapSmall } from '../heapRoom.ts'
import { counted, formatTable, printable } from '../output/table.ts'
import { type CommandDefinition, choiceOption, parseEpochNumber } from './definition.ts'
import { indent } from './epochs.ts'
import { writeStatementDocument } from './statementDocument.ts'
import { printToDate } from './statementToDate.ts'

const heldSentences = {
  noToken: 'held: the currency has no token',
  noAccount: 'held: the payee has no account on the chain of the token',
  accountNotice: 'held: the account is payable from',
  belowAtom: 'held: less than one atom',
  owed: 'owed by the payee',
  reserved: 'held: all of it is reserved',
  payeeHeld: 'held: payments to the payee are stopped',
  belowThreshold: 'held: less than the threshold of',
} as const

interface Options {
  readonly epoch?: string
  readonly all?: true
  readonly format?: string
  readonly to?: string
}

export const statementCommand: CommandDefinition = {
  usage: 'statement <payee>',
  about: 'show what a payee earned in an epoch, from which versions, and what is held back and why',
  examples: [
    'headwater statement alice',
    'headwater statement alice --epoch 1',
    'headwater statement alice --all',
    'headwater statement alice --epoch 1 --format pdf --to alice.pdf',
  ],
  lists: true,
  options: (command) =>
    command
      .option('--epoch <number>', 'the epoch (default: the last)')
      .option('--all', 'over all epochs: by source, path and epoch, and what to do to be paid')
      .addOption(choiceOption('--format <format>', 'a document: html, pdf, csv or json', documentFormats))
      .option('--to <file>', 'file for the document (default: standard output; a PDF needs a file)'),
  async run(session, [payee]: [string], { epoch, all, format, to }: Options) {
    keepHeapSmall()
    if (all) {
      if (epoch !== undefined) fail('usage.invalid', '--all is over all epochs: leave out --epoch.')
      await printToDate(session, payee, { format, to })
      return undefined
    }
    const number = epoch === undefined ? undefined : parseEpochNumber(epoch)
    const statement = await session.with('reads', (headwater) => headwater.statement(payee, number))
    if (format !== undefined || to !== undefined) {
      await writeStatementDocument(session, statement, { format, to })
      return undefined
    }
    await session.out.object(statementSchema, statement)
    await session.out.table(earningsTable, [statement])
    await session.out.text(() => describeStatement(statement))
    return undefined
  },
}

type Earning = Statement['currencies'][number]['lines'][number]
function describeHeld({ held, payableFrom, holdReason, threshold }: Statement['currencies'][number]): string {
  if (held === null) return ''
  const more = payableFrom ?? threshold ?? (holdReason === undefined ? '' : `(${shownName(holdReason)})`)
  return `${heldSentences[held]} ${more}`.trimEnd()
}

function describeStatement(statement: Statement): string {
  const { payee, name, epoch, until, accounts, currencies } = statement
  const lines = [
    `${shownName(payee)}${name === null ? '' : ` (${shownName(name)})`}: epoch ${epoch}, until ${until}`,
    ...accounts.map(({ chain, account }) => `  account ${chain}:${account}`),
  ]
  if (currencies.length === 0) lines.push('  Nothing was earned or paid in this epoch.')
  for (const currency of currencies) lines.push('', indent(describeCurrency(currency)))
  if (statement.onChain?.length)
    lines.push('', '  on chain, now:', indent(indent(describeOnChain(statement.onChain))))
  return lines.join('\n')
}

function describeOnChain(lines: NonNullable<Statement['onChain']>): string {
  return formatTable(lines, [
    { head: 'chain', of: (line) => line.chain },
    { head: 'currency', of: (line) => line.currency ?? line.token },
    { head: 'published', of: (line) => line.published, kind: 'amount' },
    { head: 'claimable', of: (line) => line.claimable, kind: 'amount' },
    { head: 'claimed', of: (line) => line.claimed, kind: 'amount' },
    { head: 'distributor', of: (line) => line.distributor },
  ])
}

type Row = [what: string, amount: string, note: string]

/** Where corrections and contracts may have moved something, each step; else what there is. */
function rowsOf(sums: Statement['currencies'][number]): Row[] {
  const carried: Row = ['carried', sums.carried, describeHeld(sums)]
  if (sums.steps === undefined || sums.available === undefined) {
    const paidTo = sums.paidTo === null ? '' : `to ${sums.paidTo.chain}:${sums.paidTo.account}`
    return [
      ['brought forward', sums.broughtForward, ''],
      ['earned', sums.earned, describeEarned(sums)],
      ['paid', sums.paid, paidTo],
      carried,
    ]
  }
  return [
    ['brought forward', sums.broughtForward, ''],
    ['available before', sums.available.before, ''],
    ...sums.steps.map(
      (step): Row => [
        nameOfStep(step),
        step.amount,
        step.step === 'earned' ? describeEarned(sums) : describeStep(step),
      ],
    ),
    ['available', sums.available.after, ''],
    ['of carried, reserved', sums.reserved ?? '0', ''],
    carried,
  ]
}

function describeCurrency(sums: Statement['currencies'][number]): string {
  const totals = formatTable(rowsOf(sums), [
    { head: sums.currency, of: ([what]) => what },
    { head: '', of: ([, amount]) => amount, kind: 'amount' },
    { head: '', of: ([, , note]) => note },
  ])
  const reasons = describeCaps(sums) + describeCorrections(sums)
  if (sums.lines.length === 0) return totals + reasons
  const hasCosts = sums.lines.some(({ flow }) => (flow?.cost ?? '0') !== '0')
  const origins = formatTable(sums.lines, [
    { head: 'as', of: (line) => line.role },
    { head: 'of', of: (line) => (line.asset === '' ? 'platform fee' : `${line.asset}@${line.version}`) },
    { head: 'earned', of: (line) => line.earned, kind: 'amount' },
    { head: 'direct', of: (line) => line.flow?.direct ?? '', kind: 'amount' },
    { head: 'relative in', of: (line) => line.flow?.relativeIn ?? '', kind: 'amount' },
    { head: 'absolute in', of: (line) => line.flow?.absoluteIn ?? '', kind: 'amount' },
    ...(hasCosts
      ? [{ head: 'cost', of: (line: Earning) => line.flow?.cost ?? '', kind: 'amount' as const }]
      : []),
    { head: 'fee', of: (line) => line.flow?.fee ?? '', kind: 'amount' },
    { head: 'relative out', of: (line) => line.flow?.relativeOut ?? '', kind: 'amount' },
    { head: 'absolute out', of: (line) => line.flow?.absoluteOut ?? '', kind: 'amount' },
    { head: 'retained', of: (line) => line.flow?.retained ?? '', kind: 'amount' },
  ])
  return `${totals}\nearned from (what each version received, passed on, and kept for its holders):\n${indent(origins)}${reasons}`
}

function describeCaps({ caps = [], capsMore = 0 }: Statement['currencies'][number]): string {
  if (caps.length === 0) return ''
  const lines = caps.map((cap) => printable(`${describeCap(cap)}, ${cap.carried} of it in this epoch`))
  const more = capsMore > 0 ? [`and ${counted(capsMore, 'more capped edge')}`] : []
  return `\ncapped edges on the way to what it earns from:\n${indent([...lines, ...more].join('\n'))}`
}

function describeCorrections({
  corrections = [],
  correctionsMore = 0,
}: Statement['currencies'][number]): string {
  if (corrections.length === 0) return ''
  const table = formatTable(corrections, [
    { head: 'call', of: (line) => line.id, kind: 'name' },
    { head: 'source', of: (line) => line.source, kind: 'name' },
    { head: 'settled in', of: ({ epoch }) => `epoch ${epoch}` },
    { head: 'adjusted', of: (line) => line.amount, kind: 'amount' },
    { head: 'by', of: ({ by }) => by.map(describeCause).join('; ') },
  ])
  const more =
    correctionsMore > 0
      ? `\n  and of ${counted(correctionsMore, 'more changed call')}, which are not looked at`
      : ''
  return `\ncorrections of calls settled before, by the flow of each call alone:\n${indent(table)}${more}`
}

type Cause = NonNullable<Statement['currencies'][number]['corrections']>[number]['by'][number]

function describeCause({ type, id, reason }: Cause): string {
  const what = type === 'closed' ? 'dispute closed' : type
  return `${what} ${id}${reason === null ? '' : ` (${shownName(reason)})`}`
}
