/** The rules of payouts that were set lately, over those before. */
import type { PayeeId } from '../events/ids.ts'
import type { PayoutRule } from './contractModel.ts'
import { NumberedLayer } from './layer.ts'
import type { PayoutRules } from './model.ts'

export class PayoutRuleLayer extends NumberedLayer<PayoutRule> implements PayoutRules {
  readonly #below: PayoutRules | undefined

  constructor(below: PayoutRules | undefined) {
    super(below)
    this.#below = below
  }

  /** Rules never change, so one that is on its way below is the same in both. */
  *of(payee: PayeeId | undefined): Iterable<PayoutRule> {
    let last = -1
    for (const rule of this.#below?.of(payee) ?? []) {
      yield rule
      last = rule.revision
    }
    for (const rule of this.added) if (rule.payee === payee && rule.revision > last) yield rule
  }

  withholdsFor(payee: PayeeId): boolean {
    const found = this.added.some((rule) => rule.kind === 'withholding' && rule.to === payee)
    return found || (this.#below?.withholdsFor(payee) ?? false)
  }
}
