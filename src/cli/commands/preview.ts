/** A preview of a close as text. */
import type { EpochPreview } from '../../service/headwater.ts'
import { shownName } from '../../service/names.ts'
import { counted, formatTable, moreOf } from '../output/table.ts'
import { describeFigures, indent } from './epochs.ts'

export function describePreview(preview: EpochPreview): string {
  const { payments, suspense, suspected, alikePayees, warnings } = preview
  return [
    `A close would record this. Nothing is recorded yet.`,
    describeFigures(preview),
    ...(payments.total > 0 ? [describePayments(payments)] : ['  No payee would be paid.']),
    ...(suspense.total > 0 ? [describeSuspense(suspense)] : []),
    ...(suspected.calls > 0 ? [describeSuspected(suspected)] : []),
    ...(alikePayees.total > 0 ? [describeAlikePayees(alikePayees)] : []),
    ...warnings.map(({ message }) => `Warning: ${message}`),
    `  hash ${preview.hash}`,
    `Close exactly this: headwater close --confirm ${preview.confirm}`,
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
