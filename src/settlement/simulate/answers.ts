/** Lines of a simulation, in their order: what was taken, totals, trees, then payees, versions and clauses. */
import { z } from 'zod'
import { type Answer, chainId, count, signedAmountText, timeText } from '../../base/answers.ts'

const sideBySide = (names: readonly string[]) => {
  const amounts = z.object(Object.fromEntries(names.map((name) => [name, signedAmountText])))
  return { before: amounts, after: amounts, difference: amounts }
}

/** Those of the epochs, and `carried`, `reserved` and what follows as it stands after the last of them. */
export const totalFigures = [
  ...([
    'gross',
    'fee',
    'earned',
    'rounding',
    'paid',
    'adjusted',
    'deposits',
    'payments',
    'withheld',
  ] as const),
  ...(['carried', 'suspense', 'pending', 'reduced', 'disputed', 'reserved', 'owed'] as const),
] as const

export const payeeFigures = [
  ...(['earned', 'late', 'adjusted', 'received', 'diverted', 'posted', 'withheld', 'paid'] as const),
  ...(['carried', 'reserved'] as const),
] as const

export const versionFigures = [
  ...(['direct', 'fee', 'cost', 'relativeIn', 'absoluteIn', 'relativeOut', 'absoluteOut'] as const),
  'retained',
] as const

export const clauseFigures = ['taken', 'base'] as const

const rootOf = z.object({ root: z.string(), leaves: count }).nullable()

export const simulationLine = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('simulation'),
      from: z.number().int().positive().describe('The first epoch that was computed'),
      to: z.number().int().positive().describe('The last one'),
      until: timeText.describe('Of the last one'),
      accepted: count,
      duplicate: count,
      conflict: count,
      rejected: count.describe('Of the given events; a line for each of the first 100 follows'),
    }),
    z.object({
      kind: z.literal('rejected'),
      line: z.number().int(),
      code: z.string(),
      path: z.string(),
      message: z.string(),
      id: z.string().optional(),
      source: z.string().optional(),
    }),
    z.object({ kind: z.literal('total'), currency: z.string(), ...sideBySide(totalFigures) }),
    z.object({
      kind: z.literal('tree'),
      chain: chainId,
      token: z.string().describe('Of a tree that is claimed once').optional(),
      before: rootOf,
      after: rootOf,
    }),
    z.object({
      kind: z.literal('payee'),
      payee: z.string(),
      currency: z.string(),
      ...sideBySide(payeeFigures),
    }),
    z.object({
      kind: z.literal('version'),
      asset: z.string(),
      version: z.string(),
      currency: z.string(),
      ...sideBySide(versionFigures),
    }),
    z.object({
      kind: z.literal('clause'),
      clause: z.string(),
      currency: z.string(),
      ...sideBySide(clauseFigures),
    }),
  ])
  .meta({
    id: 'SimulationLine',
    description:
      'What epochs would be with more events: figures before, after and their difference. All totals and trees are listed; payees, versions and clauses only where a figure differs, the largest difference first.',
  })

export type SimulationLine = Answer<typeof simulationLine>
