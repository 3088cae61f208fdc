/** A preview of a close as text. */
import type { EpochPreview } from '../../service/headwater.ts'
import { counted, formatTable, moreOf } from '../output/table.ts'
import { describeFigures, indent } from './epochs.ts'

export function describePreview(preview: EpochPreview): string {
  const { payments, suspense, warnings } = preview
  return [
    `A close would record this. Nothing is recorded yet.`,
    describeFigures(preview),
    ...(payments.total > 0 ? [describePayments(payments)] : ['  No payee would be paid.']),
    ...(suspense.total > 0 ? [describeSuspense(suspense)] : []),
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
    { head: 'asset', of: ({ asset }) => asset },
    { head: 'calls', of: ({ calls }) => calls, kind: 'number' },
    { head: 'amount', of: ({ amount }) => amount, kind: 'amount' },
    { head: 'currency', of: ({ currency }) => currency },
  ])
  return indent(
    `In suspense, because the asset or version is not known:\n${table}${moreOf(total - items.length, 'assets')}`,
  )
}
