/** What the first row of the store says of contracts. Ledgers without one have the same short text. */
import type { Cut } from '../registry/index.ts'

export interface ContractsHead {
  /** Left out where nothing of them is recorded. */
  readonly from?: number
  readonly cuts: readonly Cut[]
  readonly clauses: number
  readonly payoutRules: number
}

export const noContracts: ContractsHead = { cuts: [], clauses: 0, payoutRules: 0 }

export function contractsText({ from, cuts, clauses, payoutRules }: ContractsHead): string {
  return JSON.stringify({
    ...(from !== undefined && { from }),
    cuts: cuts.map(({ until, revision }) => [until, revision]),
    clauses,
    payoutRules,
  })
}

/** Reads what `contractsText` wrote. */
export function readContracts(text: string): ContractsHead {
  const { cuts, ...rest } = JSON.parse(text) as Omit<ContractsHead, 'cuts'> & { cuts: [number, number][] }
  return { ...rest, cuts: cuts.map(([until, revision]) => ({ until, revision })) }
}
