import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { bankText, readIban } from '../../src/documents/bank/checks.ts'
import { readBankDetails } from '../../src/documents/bank/details.ts'
import { messageId, pain001 } from '../../src/documents/bank/pain001.ts'
import { bankAmount, bankTransfers, sumOf } from '../../src/documents/bank/transfers.ts'
import { transfersCsv } from '../../src/documents/bank/transfersCsv.ts'
import { proposedEvents } from '../../src/documents/proposedEvents.ts'
import { payoutOf } from '../../src/terms/payout.ts'

const schema = readFileSync(new URL('support/pain001.xsd', import.meta.url), 'utf8')
const yaml = `debtor: { name: "Müller & Söhne <GmbH>", iban: DE89 3704 0044 0532 0130 00, bic: COBADEFFXXX }
currency: EUR
payees:
  ann: { name: "Ann Ødegård", iban: GB82 WEST 1234 5698 7654 32 }
  "=bob": { name: Bob, iban: FR1420041010050500013M02606, bic: PSSTFRPPPAR }
`
const due = (payee: string, amount: string, withheld = '0') => ({
  ...{ payee, account: '', amount, atoms: '0', withheld },
  ...(withheld !== '0' && { withheldFor: 'tax' }),
})
const source = 'bank:EUR'
const details = readBankDetails(yaml)
const { transfers, left } = bankTransfers(
  [due('ann', '1.5', '0.1'), due('=bob', '20'), due('eve', '3')],
  details,
  {
    ...{ source, epoch: 3 },
  },
)
const file = { details, transfers, epoch: 3, on: '2026-04-03', created: '2026-04-02T10:00:00Z' }

describe('a payment file', () => {
  test('is valid by the schema of pain.001.001.09', async () => {
    const { valid, errors } = await validateXML({
      xml: [{ fileName: 'pay.xml', contents: pain001(file) }],
      schema: [schema],
    })
    expect(errors).toEqual([])
    expect(valid).toBe(true)
  })

  test.each([
    ['EUR', '999999999.99', 'SLEV'],
    ['EUR', '0.01', 'SLEV'],
    ['JPY', '20', 'SHAR'],
    ['KWD', '1.234', 'SHAR'],
    ['USD', '3', 'SHAR'],
  ])('in %s is valid too, with %s and %s', async (currency, amount, charges) => {
    const other = readBankDetails(
      yaml.replace('EUR', currency).replace('name: Bob', `name: ${'Å/ Bob '.repeat(30)}`),
    )
    const listed = bankTransfers([due('ann', amount), due('=bob', amount)], other, { source, epoch: 1e9 })
    const contents = pain001({ ...file, details: other, transfers: listed.transfers, epoch: 1e9 })
    const { errors } = await validateXML({ xml: [{ fileName: 'pay.xml', contents }], schema: [schema] })
    expect(errors).toEqual([])
    expect(contents).toContain(`<ChrgBr>${charges}</ChrgBr>`)
    expect(contents).toContain(`<InstdAmt Ccy="${currency}">${bankAmount(amount, other.digits)}</InstdAmt>`)
    expect(contents.includes('<Cd>SEPA</Cd>')).toBe(currency === 'EUR')
  })

  test('writes no amount with more fraction digits than the currency has', () => {
    expect(() => bankAmount('1.005', 2)).toThrow(/more than the 2 fraction digits/)
    expect(() => bankAmount('1.5', 0)).toThrow(/more than the 0 fraction digits/)
    expect(() => sumOf([{ ...transfers[0]!, due: due('ann', '1'.repeat(17)) }], 2)).toThrow(
      expect.objectContaining({ code: 'bank.tooMuch' }),
    )
  })

  test('has another id of at most 35 characters for each payee and epoch', () => {
    const payees = readBankDetails(
      yaml,
      `payee,name,iban\n${Array.from({ length: 500 }, (_, index) => `p${index},P,GB82WEST12345698765432\n`).join('')}`,
    )
    const ids = [1, 2, 999_999_999].flatMap((epoch) =>
      bankTransfers(
        Array.from({ length: 500 }, (_, index) => due(`p${index}`, '1')),
        payees,
        { source, epoch },
      ).transfers.map(({ endToEndId }) => endToEndId),
    )
    expect(new Set(ids).size).toBe(1_500)
    expect(ids.filter((id) => !/^[A-Za-z0-9-]{1,35}$/.test(id))).toEqual([])
  })

  test('has the number and the exact sum of its transfers twice, and every name in letters that banks take', () => {
    const xml = pain001(file)
    expect(xml.match(/<NbOfTxs>2<\/NbOfTxs><CtrlSum>21\.50<\/CtrlSum>/g)).toHaveLength(2)
    expect(xml).toContain('<Nm>Muller + Sohne .GmbH.</Nm>')
    expect(xml).toContain('<Nm>Ann Odegard</Nm>')
    expect(sumOf(transfers, 2)).toBe('21.50')
  })

  test('leaves out payees without bank details, and names them', () => {
    expect(left).toEqual(['eve'])
  })

  test('has the same ids whenever it is made, and others for other payments', () => {
    const later = { ...file, created: '2027-01-01T00:00:00Z' }
    expect(messageId(later)).toBe(messageId(file))
    const less = bankTransfers([due('ann', '1.5')], details, { source, epoch: 3 }).transfers
    expect(messageId({ ...file, transfers: less })).not.toBe(messageId(file))
    expect(less[0]!.endToEndId).toBe(transfers[0]!.endToEndId)
  })

  test('as CSV has no formula', () => {
    expect(transfersCsv(transfers, details, '2026-04-03').split('\r\n')[2]).toMatch(/,20\.00,EUR,.*,'=bob$/)
  })

  test('refuses more than a bank transfer takes', () => {
    expect(() => bankTransfers([due('ann', '1000000000')], details, { source, epoch: 3 })).toThrow(
      expect.objectContaining({ code: 'bank.tooMuch' }),
    )
  })

  test('comes with the events that book it: a payment each, and a transfer of what is withheld', () => {
    const events = proposedEvents([due('ann', '1.5', '0.1')], {
      ...{ source, epoch: 3, until: '2026-04-01T00:00:00Z', currency: 'EUR', reference: 'HW3' },
    })
    expect(
      events
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { id: 'paid/3/ann', type: 'io.headwater.payment.recorded', data: { payee: 'ann', amount: '1.5' } },
      { id: 'withheld/3/ann', type: 'io.headwater.transfer.recorded', data: { to: 'tax', amount: '0.1' } },
    ])
  })
})

describe('bank details', () => {
  test.each([
    ['a wrong check digit', yaml.replace('DE89', 'DE88')],
    ['a BIC that is none', yaml.replace('PSSTFRPPPAR', 'PSST')],
    ['a name without a letter that banks take', yaml.replace('name: Bob', 'name: "名前"')],
    ['a name that would lose some of its letters', yaml.replace('name: Bob', 'name: "Bob 名前"')],
    ['more digits than the currency has', yaml.replace('currency: EUR', 'currency: EUR\ndigits: 3')],
    ['a field that is unknown', yaml.replace('currency: EUR', 'currency: EUR\nsecret: x')],
    ['no YAML', '{{'],
  ])('with %s are refused, without a name or an account in the message', (_, text) => {
    const read = () => readBankDetails(text)
    expect(read).toThrow(expect.objectContaining({ code: 'bank.detailsMalformed' }))
    expect(read).not.toThrow(/3704|ller|M026/)
  })

  test('may have their payees in a CSV file, each once', () => {
    const csv = 'payee,name,iban,bic\ncarl,Carl,GB82WEST12345698765432,\n'
    expect(readBankDetails(yaml, csv).payees.get('carl')).toEqual({
      name: 'Carl',
      iban: 'GB82WEST12345698765432',
    })
    expect(() => readBankDetails(yaml, `${csv}carl,Carl,GB82WEST12345698765432,\n`)).toThrow(
      /line 3 .* repeats/,
    )
  })

  test.each(['GB82WEST12345698765431', 'XX', '', 'GB82 WEST 1234 5698 7654 3!'])('%s is no IBAN', (text) => {
    expect(readIban(text)).toBeUndefined()
  })

  test('a text of a bank neither begins with a slash nor has two in a row', () => {
    expect(bankText('//a//b/', 70)).toBe('a/b')
    expect(bankText('/ /a', 70)).toBe('a')
    expect(bankText('ab/cd', 3)).toBe('ab')
  })

  test('a name keeps each of its letters and digits, or is refused', () => {
    expect(bankText('Seán O’Brien–Łukasz Ðorđe Işık', 70)).toBe("Sean O'Brien-Lukasz Dorde Isik")
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        const taken = bankText(text, 70)
        if (taken === undefined) return
        expect(taken).toMatch(/^(?!\/)[A-Za-z0-9/\-?:().,'+ ]{1,70}(?<!\/)$/)
        expect(taken).not.toContain('//')
        expect(bankText(taken, 70)).toBe(taken)
      }),
    )
  })

  test('digits are those of the currency where nothing is said', () => {
    const digitsOf = (currency: string) => readBankDetails(yaml.replace('EUR', currency)).digits
    expect(['EUR', 'JPY', 'KWD', 'CLF', 'HUF'].map(digitsOf)).toEqual([2, 0, 3, 4, 2])
  })
})

test('a bank pays whole coins, rounded down, and the rest is carried: with and without withholding', () => {
  const cent = 10n ** 16n
  expect(payoutOf(1_057_038_244_380_000_000n, 0, cent)).toEqual({ paid: 105n * cent, withheld: 0n })
  expect(payoutOf(100n * cent + 5n, 100_000_000, cent)).toEqual({ paid: 90n * cent, withheld: 10n * cent })
  expect(payoutOf(cent - 1n, 0, cent)).toEqual({ paid: 0n, withheld: 0n })
})
