/**
 * The operator's file of bank details: YAML with the account that pays, and for each payee a name and an IBAN; or the
 * payees in a CSV file beside it. It is read when a payment file is written, and nothing of it enters the log.
 */
import { parse as parseCsv } from 'csv-parse/sync'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { fail } from '../../errors.ts'
import { bankText, readBic, readIban } from './checks.ts'
import { currencyDigits } from './currencies.ts'

const nameMax = 70

const iban = z.string().transform((text, context) => {
  const read = readIban(text)
  if (read === undefined) context.addIssue('is no IBAN: its check digits or its form are wrong')
  return read ?? ''
})
const bic = z.string().transform((text, context) => {
  const read = readBic(text)
  if (read === undefined) context.addIssue('is no BIC')
  return read ?? ''
})
const name = z.string().transform((text, context) => {
  const read = bankText(text, nameMax)
  if (read === undefined)
    context.addIssue('must be in Latin letters, as the bank of the account has it: banks take no others')
  return read ?? ''
})

const party = z.strictObject({ name, iban, bic: bic.optional() })

const detailsFile = z.strictObject({
  debtor: party.describe('Who pays'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capitals, as ISO 4217 has them'),
  /** Fraction digits of what is paid, at most those of the currency, which they are where nothing is said. */
  digits: z.int().min(0).optional(),
  payees: z.record(z.string(), party).default({}),
})

export type BankParty = z.output<typeof party>
export interface BankDetails {
  readonly debtor: BankParty
  readonly currency: string
  readonly digits: number
  readonly payees: ReadonlyMap<string, BankParty>
}

/**
 * @param payeesCsv with the columns payee, name, iban and perhaps bic, instead of `payees` in the file
 * @throws HeadwaterError `bank.detailsMalformed`; no message has a name or an account of the file
 */
export function readBankDetails(yaml: string, payeesCsv?: string): BankDetails {
  const file = checked(
    detailsFile,
    parsed(() => parseYaml(yaml, { maxAliasCount: 0 })),
    'bank details',
  )
  const listed = new Map(Object.entries(file.payees))
  const digits = paidDigits(file)
  if (payeesCsv === undefined) return { ...file, digits, payees: listed }
  const rows = parsed(
    () =>
      parseCsv(payeesCsv, { columns: true, bom: true, skip_empty_lines: true }) as Record<string, string>[],
  )
  rows.forEach((row, index) => {
    const { payee = '', bic: own, ...rest } = row
    const where = `line ${index + 2} of the payees`
    if (payee === '') fail('bank.detailsMalformed', `The bank details are malformed: ${where} has no payee.`)
    if (listed.has(payee))
      fail('bank.detailsMalformed', `The bank details are malformed: ${where} repeats a payee.`)
    listed.set(payee, checked(party, { ...rest, ...(own && { bic: own }) }, where))
  })
  return { ...file, digits, payees: listed }
}

function paidDigits({ currency, digits }: z.output<typeof detailsFile>): number {
  const most = currencyDigits(currency)
  if (digits !== undefined && digits > most)
    fail(
      'bank.detailsMalformed',
      `The bank details are malformed: digits is ${digits}, and amounts of ${currency} have ${most} fraction digits.`,
    )
  return digits ?? most
}

function parsed<Value>(read: () => Value): Value {
  try {
    return read()
  } catch {
    return fail('bank.detailsMalformed', 'The bank details are malformed: the file is neither YAML nor CSV.')
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { path, message } = result.error.issues[0]!
  // The path ends with the field; ids of payees stay out.
  const field = path.filter((part) => typeof part === 'string').at(-1) ?? 'the whole'
  return fail(
    'bank.detailsMalformed',
    `The bank details are malformed: ${String(field)} of ${what} ${message}.`,
  )
}
