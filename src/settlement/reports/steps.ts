/**
 * The steps of a statement: everything that moved a payee's available balance in an epoch, in the order of the close, each
 * with its reason. They add up exactly to the change of the balance.
 */

import type { BalanceLine } from '../../books/port.ts'
import type { LotStanding } from '../../books/states.ts'
import { formatTime } from '../../events/time.ts'
import { invariant } from '../../invariant.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { ManifestTotals } from '../../log/manifest.ts'
import { formatAmount, type LedgerUnits, ledgerUnits, minus, plus } from '../../money/ledgerUnits.ts'
import { formatShare, shareFloor } from '../../money/share.ts'
import type { Clause, PayeeTerms, Reserve, Withholding } from '../../registry/index.ts'
import { dueToDate } from '../../terms/tiers.ts'
import type { ListedPosting, PostingTotal } from '../../usage/postingLists.ts'
import { showTerms } from '../lists/clauses.ts'
import type { StatementStep } from '../statementSteps.ts'

/** Steps of one kind that are listed one by one. */
export const stepsListedMax = 100

/** A clause in force that takes from the payee or gives to it. */
export interface ClauseMoves {
  readonly clause: Clause
  /** X before and after the epoch. */
  readonly before: bigint
  readonly after: bigint
}

/** What moved in one currency. */
export interface Moves {
  readonly line: BalanceLine
  /** In the order of the close. */
  readonly clauses: readonly ClauseMoves[]
  /** The first of them, by time. */
  readonly postings: readonly ListedPosting[]
  readonly posted: PostingTotal | undefined
  /** Lots that stood before the epoch and after it, ascending by epoch. */
  readonly lotsBefore: readonly LotStanding[]
  readonly lotsAfter: readonly LotStanding[]
  readonly terms: PayeeTerms | undefined
  /** Capped edges that say why the payee earned what it did, or nothing. */
  readonly caps?: number
}

type Step = Omit<StatementStep, 'amount'> & { readonly amount: LedgerUnits }

/** @param carriedBefore balance before the epoch */
export function stepsOf(
  moves: Moves,
  closed: Pick<ClosedEpoch, 'epoch' | 'until'>,
  { decimals, chain }: Pick<ManifestTotals, 'decimals' | 'chain'>,
  carriedBefore: LedgerUnits,
): { available: { before: string; after: string }; steps: StatementStep[] } {
  const text = (units: LedgerUnits): string => formatAmount(units, decimals)
  const { line, lotsBefore, lotsAfter } = moves
  const before = minus(carriedBefore, sumOfLots(lotsBefore))
  const after = minus(line.carried, sumOfLots(lotsAfter))
  const steps: Step[] = [
    { step: 'earned' as const, amount: line.earned },
    ...bounded(moves.clauses.map((one) => clauseStep(one, line, text))),
    ...postingSteps(moves),
    ...lotSteps(moves, closed),
    ...payoutSteps(moves, chain),
    { step: 'withheldFor' as const, amount: withheldFor(moves) },
  ].filter(
    ({ amount, step }) => amount !== 0n || step === 'clause' || (step === 'earned' && (moves.caps ?? 0) > 0),
  )
  const sum = steps.reduce((total, { amount }) => plus(total, amount), before)
  invariant(sum === after, 'the steps of a statement add up')
  return {
    available: { before: text(before), after: text(after) },
    steps: steps.map(({ amount, step, ...rest }) => ({ step, amount: text(amount), ...rest })),
  }
}

function sumOfLots(lots: readonly LotStanding[]): LedgerUnits {
  return lots.reduce((sum, { left }) => plus(sum, left), ledgerUnits(0n))
}

/** The first of each kind, and one line for the rest of them. */
function bounded(steps: readonly Step[]): Step[] {
  if (steps.length <= stepsListedMax) return [...steps]
  const rest = steps.slice(stepsListedMax)
  const amount = rest.reduce((sum, step) => plus(sum, step.amount), ledgerUnits(0n))
  return [...steps.slice(0, stepsListedMax), { step: rest[0]!.step, amount, count: rest.length }]
}

function clauseStep({ clause, before, after }: ClauseMoves, { payee }: BalanceLine, text: Text): Step {
  const taken = dueToDate(clause, after)
  const due = ledgerUnits(taken - dueToDate(clause, before))
  const { tiers } = showTerms(clause, text)
  const gives = clause.payee === payee
  return {
    step: 'clause',
    amount: gives ? ledgerUnits(-due) : due,
    clause: clause.clause,
    with: gives ? clause.to : clause.payee,
    tiers,
    ...(gives && { base: text(ledgerUnits(after - before)) }),
    ...(clause.cap !== undefined && { cap: text(clause.cap) }),
    taken: text(ledgerUnits(taken)),
    ...(clause.cap !== undefined && { left: text(ledgerUnits(clause.cap - taken)) }),
  }
}

type Text = (units: LedgerUnits) => string

function postingSteps({ line: { payee }, postings, posted }: Moves): Step[] {
  if (posted === undefined) return []
  const steps = postings.map((posting): Step => {
    const { type, source, id, time, note, to, amount } = posting
    const comes = type === 'deposit' || to === payee
    return {
      step: type,
      amount: comes ? amount : ledgerUnits(-amount),
      ...(type === 'transfer' && { with: comes ? posting.payee : to }),
      ...{ source, id, time: formatTime(time) },
      ...(note !== '' && { note }),
    }
  })
  if (posted.postings === steps.length) return steps
  const amount = steps.reduce((rest, step) => minus(rest, step.amount), posted.net)
  return [...steps, { step: 'postings', amount, count: posted.postings - steps.length }]
}

/** Lots that are due, the new one, and those that paid what the payee would have owed. */
function lotSteps(
  { line, lotsBefore, lotsAfter, terms }: Moves,
  { epoch, until }: Pick<ClosedEpoch, 'epoch' | 'until'>,
): Step[] {
  const due: Step[] = []
  const drawn: Step[] = []
  const left = new Map(lotsAfter.map((lot) => [lot.epoch, lot.left]))
  const draw = (lot: Pick<LotStanding, 'epoch' | 'due' | 'left'>) => {
    const amount = minus(lot.left, left.get(lot.epoch) ?? ledgerUnits(0n))
    if (amount !== 0n) drawn.push({ step: 'lotDrawn', amount, epoch: lot.epoch, due: formatTime(lot.due) })
  }
  for (const lot of lotsBefore) {
    const { left: amount, epoch: made } = lot
    if (lot.due <= until) due.push({ step: 'lotDue', amount, epoch: made, due: formatTime(lot.due) })
    else draw(lot)
  }
  const rule = terms?.reserveOf(line.payee, line.currency)
  const net = line.earned + line.received - line.diverted
  const held = rule === undefined || net <= 0n ? 0n : shareFloor(net, rule.share)
  if (rule === undefined || held === 0n) return [...bounded(due), ...bounded(drawn)]
  const lot = { epoch, due: until + rule.days * microsPerDay, left: ledgerUnits(held) }
  draw(lot)
  const made: Step = {
    ...{ step: 'reserve', amount: ledgerUnits(-held), epoch, due: formatTime(lot.due), rule: ruleOf(rule) },
  }
  return [...bounded(due), made, ...bounded(drawn)]
}

const microsPerDay = 86_400_000_000

function payoutSteps({ line, terms }: Moves, chain: string | null): Step[] {
  const withholding = line.withheld === 0n ? undefined : terms?.withholdingOf(line.payee, line.currency)
  return [
    {
      step: 'withheld',
      amount: ledgerUnits(-line.withheld),
      ...(withholding && { with: withholding.to, rule: ruleOf(withholding) }),
    },
    {
      step: 'paid',
      amount: ledgerUnits(-line.paid),
      ...(line.paid > 0n && chain !== null && { chain, account: line.account }),
    },
  ]
}

/** What the postings do not explain was withheld from others. */
function withheldFor({ line, posted }: Moves): LedgerUnits {
  const amount = minus(line.posted, posted?.net ?? ledgerUnits(0n))
  invariant(amount >= 0n, 'what a payee was posted is its postings, and what was withheld for it')
  return amount
}

function ruleOf({ payee, currency, share, effectiveFrom }: Reserve | Withholding): StatementStep['rule'] {
  return {
    payee: payee ?? null,
    currency: currency ?? null,
    share: formatShare(share),
    effectiveFrom: formatTime(effectiveFrom),
  }
}
