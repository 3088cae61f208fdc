/** Payments that wait for their description, oldest first, and when the ledger is asked for it again. */
import type { ChainBlock } from '../source/decoder.ts'
import type { Payment } from './paymentsOf.ts'

/** A payment in a currency of the ledger. */
export interface PricedPayment extends Payment {
  readonly block: ChainBlock
  readonly currency: string
  /** In major units. */
  readonly amount: string
}

/** Payments that wait at most, about 500 bytes each. Beyond, the oldest wait no longer. */
const waitingMax = 100_000

export class WaitingPayments {
  readonly #within: number
  #payments: PricedPayment[] = []

  /** @param within blocks for which a payment waits */
  constructor(within: number) {
    this.#within = within
  }

  get firstBlock(): number | undefined {
    return this.#payments[0]?.block.number
  }

  /**
   * Takes out those whose description is asked for at a block: after 1, 2, 4, 8 … blocks, so that many payments that wait
   * for long are not asked for at each block.
   */
  takeDue(block: number): PricedPayment[] {
    const excess = this.#payments.length - waitingMax
    const isDue = (payment: PricedPayment, index: number) => {
      const age = block - payment.block.number
      return index < excess || age >= this.#within || (age & (age - 1)) === 0
    }
    const due = this.#payments.filter(isDue)
    if (due.length > 0) this.#payments = this.#payments.filter((payment, index) => !isDue(payment, index))
    return due
  }

  /** Whether a payment that is not described may wait longer at a block. */
  mayWait(payment: PricedPayment, block: number): boolean {
    return (
      payment.authorized && block - payment.block.number < this.#within && this.#payments.length < waitingMax
    )
  }

  /** Those of one block in its order. */
  add(payments: readonly PricedPayment[]): void {
    if (payments.length === 0) return
    this.#payments = [...this.#payments, ...payments].sort(
      (one, other) => one.block.number - other.block.number,
    )
  }
}
