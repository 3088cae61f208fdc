/** What a bank is asked to pay: what is due to payees, joined with the operator's bank details. */
import { sha256Hex } from '../../base/sha256.ts'
import { fail } from '../../errors.ts'
import type { DuePayment } from '../../service/headwater.ts'
import { paymentId } from '../proposedEvents.ts'
import type { BankDetails, BankParty } from './details.ts'

/** Of one file. */
const transfersMax = 100_000
/** The most that a credit transfer of the SEPA area has: 999,999,999.99. */
const integerDigitsMax = 9
/** Of a control sum, by the schema of pain.001. */
const sumDigitsMax = 18
/** Of an id, by the same schema. */
const idLengthMax = 35

export interface BankTransfer {
  readonly due: DuePayment
  readonly party: BankParty
  /** Unique for the payment for ever: the same payment has the same in every file. At most 35 characters. */
  readonly endToEndId: string
}

interface BankTransfers {
  readonly transfers: readonly BankTransfer[]
  /** Payees without bank details. */
  readonly left: readonly string[]
}

/** @throws HeadwaterError `bank.tooMuch` */
export function bankTransfers(
  due: readonly DuePayment[],
  { payees }: BankDetails,
  { source, epoch }: { readonly source: string; readonly epoch: number },
): BankTransfers {
  const transfers: BankTransfer[] = []
  const left: string[] = []
  for (const payment of due) {
    const party = payees.get(payment.payee)
    if (party === undefined) {
      left.push(payment.payee)
      continue
    }
    if (payment.amount.split('.')[0]!.length > integerDigitsMax)
      fail('bank.tooMuch', `${payment.amount} is more than one bank transfer takes.`)
    const hash = sha256Hex(JSON.stringify([source, paymentId(epoch, payment.payee)])).slice(0, 24)
    const endToEndId = `HW${epoch}-${hash}`.slice(0, idLengthMax)
    transfers.push({ due: payment, party, endToEndId })
  }
  if (transfers.length > transfersMax)
    fail('bank.tooMuch', `${transfers.length} transfers are more than the ${transfersMax} of one file.`)
  return { transfers, left }
}

/**
 * @param digits of the fraction
 * @throws HeadwaterError `bank.tooMuch`
 */
export function sumOf(transfers: readonly BankTransfer[], digits: number): string {
  const units = transfers.reduce((sum, { due }) => sum + smallest(due.amount, digits), 0n)
  const text = units.toString().padStart(digits + 1, '0')
  if (text.length > sumDigitsMax)
    fail('bank.tooMuch', `All transfers together are more than the ${sumDigitsMax} digits of a control sum.`)
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** With all digits of the currency, as banks write amounts. An amount with more of them is a bug, and is never cut. */
export function bankAmount(amount: string, digits: number): string {
  const [whole = '0', fraction = ''] = amount.split('.')
  if (fraction.length > digits)
    throw new Error(`${amount} has more than the ${digits} fraction digits that the bank pays.`)
  return digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0')}`
}

function smallest(amount: string, digits: number): bigint {
  return BigInt(bankAmount(amount, digits).replace('.', ''))
}
