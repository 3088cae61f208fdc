import type { EpochReport } from '../../service/headwater.ts'
import { epochReport } from '../../service/schemas/index.ts'
import { counted, formatTable } from '../output/table.ts'
import { type CommandDefinition, parseEpochNumber } from './definition.ts'

export const epochsCommand: CommandDefinition = {
  usage: 'epochs [epoch]',
  about: 'show closed epochs with their totals, or one epoch',
  examples: ['headwater epochs', 'headwater epochs 2 --json'],
  async run(session, [epoch]: [string | undefined]) {
    const number = epoch === undefined ? undefined : parseEpochNumber(epoch)
    await session.with('reads', async (headwater) => {
      if (number !== undefined) {
        const report = await headwater.epoch(number)
        await session.out.object(epochReport, report)
        await session.out.text(() => describeEpoch(report))
        return
      }
      let count = 0
      for await (const report of headwater.epochs()) {
        await session.out.object(epochReport, report)
        await session.out.text(`${count++ === 0 ? '' : '\n'}${describeEpoch(report)}`)
      }
      if (count === 0) await session.out.text('No epoch is closed yet. Close one: headwater close')
    })
    return undefined
  },
}

/** An epoch as text: its time, counts, amounts and trees. */
export function describeEpoch(report: EpochReport): string {
  return `${describeFigures(report)}\n  manifest ${report.manifestHash}`
}

export function describeFigures(report: Omit<EpochReport, 'manifestHash'>): string {
  const { epoch, until, counts, trees } = report
  const notes = [
    counts.late > 0 ? `${counts.late} of them late` : '',
    counts.suspense > 0 ? `${counts.suspense} in suspense` : '',
    counts.pending > 0 ? `${counts.pending} pending` : '',
  ].filter((note) => note !== '')
  const lines = [
    `Epoch ${epoch}, until ${until}: ${[`${counted(counts.settled, 'call')} settled`, ...notes].join(', ')}`,
  ]
  const totals = Object.entries(report.totals)
  if (totals.length > 0) lines.push(indent(describeTotals(totals)))
  for (const { chain, root, leaves } of trees)
    lines.push(`  tree of ${chain}: root ${root}, ${counted(leaves, 'leaf').replace('leafs', 'leaves')}`)
  return lines.join('\n')
}

function describeTotals(totals: [string, EpochReport['totals'][string]][]): string {
  return formatTable(totals, [
    { head: 'currency', of: ([currency]) => currency },
    { head: 'gross', of: ([, sums]) => sums.gross, kind: 'amount' },
    { head: 'fee', of: ([, sums]) => sums.fee, kind: 'amount' },
    { head: 'earned', of: ([, sums]) => sums.earned, kind: 'amount' },
    { head: 'rounding', of: ([, sums]) => sums.rounding, kind: 'amount' },
    { head: 'paid', of: ([, sums]) => sums.paid, kind: 'amount' },
    { head: 'carried', of: ([, sums]) => sums.carried, kind: 'amount' },
    { head: 'suspense', of: ([, sums]) => sums.suspense, kind: 'amount' },
    { head: 'pending', of: ([, sums]) => sums.pending, kind: 'amount' },
  ])
}

export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}
