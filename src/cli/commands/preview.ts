/** A preview of a close as text. */
import type { EpochPreview } from '../../service/headwater.ts'
import { shownName } from '../../service/names.ts'
import { counted, formatTable, moreOf } from '../output/table.ts'
import { describeFigures, indent } from './epochs.ts'

/** @param flags of the close that the text to confirm needs again */
export function describePreview(preview: EpochPreview, flags: readonly string[] = []): string {
  const { payments, payees, suspense, suspected, alikePayees, changes, warnings } = preview
  return [
    `A close would record this. Nothing is recorded yet.`,
    describeFigures(preview),
    ...(payments.total > 0 ? [describePayments(payments)] : ['  No payee would be paid.']),
    ...(payees.total > 0 ? [describePayees(payees)] : []),
    ...(suspense.total > 0 ? [describeSuspense(suspense)] : []),
    ...(changes.total + changes.unexamined > 0 ? [describeChanges(changes)] : []),
    ...(suspected.calls > 0 ? [describeSuspected(suspected)] : []),
    ...(alikePayees.total > 0 ? [describeAlikePayees(alikePayees)] : []),
    ...warnings.map(({ message }) => `Warning: ${message}`),
    `  hash ${preview.hash}`,
    `Close exactly this: ${['headwater close --confirm', preview.confirm, ...flags].join(' ')}`,
  ].join('\n')
}

function describePayments({ total, items }: EpochPreview['payments']): string {
  const table = formatTable(items, [
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'paid', of: ({ paid }) => paid, kind: 'amount' },
    { head: 'more than last', of: ({ difference }) => difference, kind: 'amount' },
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'account', of: ({ chain, account }) => `${chain}:${account}` },
    {
      head: '',
      of: ({ account, last }) => (last && last.account !== account ? 'another account than last time' : ''),
    },
  ])
  return indent(`${counted(total, 'payment')}:\n${table}${moreOf(total - items.length, 'payments')}`)
}

function describePayees({ total, items }: EpochPreview['payees']): string {
  const figures = [
    ...([
      'broughtForward',
      'earned',
      'received',
      'diverted',
      'posted',
      'withheld',
      'paid',
      'carried',
    ] as const),
  ]
  const shown = figures.filter((name) => items.some((line) => (line[name] ?? '0') !== '0'))
  const table = formatTable(items, [
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    ...shown.map((name) => ({
      head: name === 'broughtForward' ? 'before' : name,
      of: (line: (typeof items)[number]) => line[name] ?? '0',
      kind: 'amount' as const,
    })),
    { head: 'currency', of: ({ currency }) => currency },
  ])
  return indent(`What changes for payees:\n${table}${moreOf(total - items.length, 'payees')}`)
}

function describeSuspense({ total, items }: EpochPreview['suspense']): string {
  const table = formatTable(items, [
    { head: 'asset', of: ({ asset }) => asset, kind: 'name' },
    { head: 'calls', of: ({ calls }) => calls, kind: 'number' },
    { head: 'amount', of: ({ amount }) => amount, kind: 'amount' },
    { head: 'currency', of: ({ currency }) => currency },
  ])
  return indent(
    `In suspense, because the asset or version is not known:\n${table}${moreOf(total - items.length, 'assets')}`,
  )
}

const sameSentences = {
  call: 'id, asset, time and amount',
  providerCallId: 'providerCallId',
} as const

function describeSuspected({ calls, pairs, examples }: EpochPreview['suspected']): string {
  const rest = 'other sources'
  const sums = formatTable(pairs, [
    { head: 'calls', of: (pair) => pair.calls, kind: 'number' },
    { head: 'amount', of: ({ amount }) => amount, kind: 'amount' },
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'of', of: ({ source }) => source ?? rest, kind: 'name' },
    { head: 'are like those of', of: ({ like }) => like ?? rest, kind: 'name' },
    { head: 'by', of: ({ by }) => sameSentences[by] },
  ])
  const [first] = examples
  const example =
    first === undefined
      ? ''
      : `\nfor example ${shownName(first.id)} of ${shownName(first.source)}, which is like ${shownName(first.like.id)} of ${shownName(first.like.source)}`
  return indent(`${counted(calls, 'call')} may have been sent before under other names:\n${sums}${example}`)
}

function describeAlikePayees({ total, items }: EpochPreview['alikePayees']): string {
  const groups = items.map((ids) => `  ${ids.map(shownName).join(' and ')}`)
  return indent(`Payees whose ids look alike:\n${groups.join('\n')}${moreOf(total - items.length, 'groups')}`)
}

const changeKinds = {
  fee: 'fee set back',
  cost: 'cost set back',
  release: 'release takes over calls',
  suspense: 'release takes calls out of suspense',
  rate: 'rate set late',
  account: 'another account',
  currency: 'currency can be paid',
} as const

type Change = EpochPreview['changes']['items'][number]

/** Each with the payees whose earnings it changes most. */
function describeChanges({ total, unexamined, items }: EpochPreview['changes']): string {
  const table = formatTable(items, [
    { head: 'recorded', of: ({ event }) => event.recordedAt },
    { head: 'event', of: ({ event }) => event.id, kind: 'name' },
    { head: 'of', of: ({ event }) => event.source, kind: 'name' },
    { head: 'what', of: ({ kind }) => changeKinds[kind] },
    { head: 'whose', of: whose },
    { head: 'calls', of: ({ calls }) => calls ?? '', kind: 'number' },
    { head: 'amount', of: ({ amounts }) => amounts.map((of) => `${of.amount} ${of.currency}`).join(', ') },
  ])
  const moves = items.flatMap(({ event, moves: of = [] }) =>
    of.slice(0, movesShownMax).map((move) => ({ event, ...move })),
  )
  const moved = formatTable(moves, [
    { head: 'event', of: ({ event }) => event.id, kind: 'name' },
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'earns', of: (move) => move.with, kind: 'amount' },
    { head: 'without it', of: ({ without }) => without, kind: 'amount' },
    { head: 'currency', of: ({ currency }) => currency },
  ])
  const examined =
    unexamined > 0 ? ` ${counted(unexamined, 'more release')} may, and were not looked at.` : ''
  return indent(
    [
      `${counted(total, 'registry event')} recorded since the last close ${total === 1 ? 'changes' : 'change'} money of calls that happened before:${examined}`,
      `${table}${moreOf(total - items.length, 'events')}`,
      ...(moves.length > 0 ? [`What they move:\n${moved}`] : []),
    ].join('\n'),
  )
}

const movesShownMax = 4

function whose({ asset, version, payee, account }: Change): string {
  if (account !== undefined) {
    const notice = account.payableFrom === undefined ? '' : `, payable from ${account.payableFrom}`
    return `${shownName(payee ?? '')}: ${account.chain}:${account.now} instead of ${account.before}${notice}`
  }
  if (asset !== undefined) return version === undefined ? asset : `${asset}@${version}`
  return payee === undefined ? '' : shownName(payee)
}
