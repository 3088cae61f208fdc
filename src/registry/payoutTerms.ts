/** Reserves, thresholds, holds and withholdings as one close finds them, for all payees or for those that are asked. */
import type { CurrencyCode, PayeeId } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import { type LedgerUnits, zeroLedgerUnits } from '../money/ledgerUnits.ts'
import type { Hold, PayoutRule, Reserve, Threshold, Withholding } from './contractModel.ts'
import type { Registry } from './model.ts'

export interface PayeeTerms {
  /** The payee's own rule, or that of everybody. */
  reserveOf(payee: PayeeId, currency: CurrencyCode): Reserve | undefined
  /** 0 where no rule is in force. */
  thresholdOf(payee: PayeeId, currency: CurrencyCode): LedgerUnits
  isHeld(payee: PayeeId): boolean
  /** The rule that stops payments of the payee; undefined where none does. */
  holdOf(payee: PayeeId): Hold | undefined
  /** The most special rule, whatever its `to`. */
  withholdingOf(payee: PayeeId, currency: CurrencyCode): Withholding | undefined
}

export interface PayoutTerms extends PayeeTerms {
  /** Whether no rule is in force, so that there is nothing to ask. */
  readonly isEmpty: boolean
  /** Everybody for whom a rule withholds. */
  readonly recipients: ReadonlySet<PayeeId>
}

/**
 * The rules of one kind by currency and payee; a rule without one of them is under ''. Currencies are few, so a hundred
 * thousand payees with rules of their own are entries of one map.
 */
type Rules<Rule> = Map<CurrencyCode | '', Map<PayeeId | '', Rule>>
type AllRules = { readonly [Kind in PayoutRule['kind']]: Rules<PayoutRule & { kind: Kind }> }

/**
 * A rule counts in the close `until` where `effectiveFrom < until`. Reads every rule once.
 * @param revision only registry events up to that one count
 */
export function payoutTermsIn(
  { payoutRules }: Registry,
  until: Micros,
  revision: number = Number.POSITIVE_INFINITY,
): PayoutTerms {
  const rules = noRules()
  for (const rule of payoutRules) {
    if (rule.revision > revision) break
    enter(rules, rule, until)
  }
  return {
    ...termsOf(rules),
    isEmpty: Object.values(rules).every(({ size }) => size === 0),
    recipients: recipientsOf(rules.withholding),
  }
}

/**
 * The same for the payees that are asked alone. Reads the rules of everybody at once, and those of a payee at its first
 * question: a question about one payee costs the same where a million others have rules of their own.
 */
export function askedPayoutTerms(
  { payoutRules }: Registry,
  until: Micros,
  revision: number = Number.POSITIVE_INFINITY,
): PayeeTerms {
  const rules = noRules()
  const asked = new Set<PayeeId | undefined>()
  const read = (payee: PayeeId | undefined) => {
    if (asked.has(payee)) return
    asked.add(payee)
    for (const rule of payoutRules.of(payee)) if (rule.revision <= revision) enter(rules, rule, until)
  }
  read(undefined)
  const terms = termsOf(rules)
  const after = <Rest extends readonly unknown[], Answer>(
    answer: (payee: PayeeId, ...rest: Rest) => Answer,
  ) => {
    return (payee: PayeeId, ...rest: Rest): Answer => {
      read(payee)
      return answer(payee, ...rest)
    }
  }
  return {
    reserveOf: after(terms.reserveOf),
    thresholdOf: after(terms.thresholdOf),
    isHeld: after(terms.isHeld),
    holdOf: after(terms.holdOf),
    withholdingOf: after(terms.withholdingOf),
  }
}

function noRules(): AllRules {
  return { reserve: new Map(), threshold: new Map(), hold: new Map(), withholding: new Map() }
}

function termsOf({ reserve, threshold, hold, withholding }: AllRules): PayeeTerms {
  const ofPayee = <Rule>(of: Rules<Rule>, payee: PayeeId, currency: CurrencyCode) =>
    of.get(currency)?.get(payee) ?? of.get(currency)?.get('')
  return {
    reserveOf: (payee, currency): Reserve | undefined => ofPayee(reserve, payee, currency),
    thresholdOf: (payee, currency) =>
      (ofPayee(threshold, payee, currency) as Threshold | undefined)?.threshold ?? zeroLedgerUnits,
    isHeld: (payee) => hold.get('')?.get(payee)?.isHeld ?? false,
    holdOf(payee) {
      const last = hold.get('')?.get(payee)
      return last?.isHeld ? last : undefined
    },
    withholdingOf(payee, currency) {
      const [here, everywhere] = [withholding.get(currency), withholding.get('')]
      return here?.get(payee) ?? everywhere?.get(payee) ?? here?.get('') ?? everywhere?.get('')
    },
  }
}

function recipientsOf(withholding: Rules<Withholding>): Set<PayeeId> {
  const recipients = new Set<PayeeId>()
  for (const rules of withholding.values()) for (const { to } of rules.values()) recipients.add(to)
  return recipients
}

/** Of those before `until`. Of equal `effectiveFrom` the later recorded counts: rules come in the order recorded. */
function enter(all: AllRules, rule: PayoutRule, until: Micros): void {
  const { payee = '', effectiveFrom } = rule
  if (effectiveFrom >= until) return
  const rules = all[rule.kind] as Rules<PayoutRule>
  const currency = ('currency' in rule && rule.currency) || ''
  let ofCurrency = rules.get(currency)
  if (ofCurrency === undefined) {
    ofCurrency = new Map()
    rules.set(currency, ofCurrency)
  }
  const known = ofCurrency.get(payee)
  if (known === undefined || effectiveFrom >= known.effectiveFrom) ofCurrency.set(payee, rule)
}
