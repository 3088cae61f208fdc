/** Writes what a bank is to pay after the last closed epoch, and the events that book it. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type BankDetails, readBankDetails } from '../../documents/bank/details.ts'
import { messageId, pain001 } from '../../documents/bank/pain001.ts'
import { bankTransfers, sumOf } from '../../documents/bank/transfers.ts'
import { transfersCsv } from '../../documents/bank/transfersCsv.ts'
import { proposedEvents } from '../../documents/proposedEvents.ts'
import { fail } from '../../errors.ts'
import type { DuePayment } from '../../service/headwater.ts'
import { shownName } from '../../service/names.ts'
import { readDay } from '../../service/times.ts'
import { counted } from '../output/table.ts'
import type { Session } from '../session.ts'
import { type CommandDefinition, choiceOption, parseEpochNumber } from './definition.ts'

const formats = ['pain.001', 'csv'] as const
const fileBytesMax = 64 * 1_024 * 1_024
/** Payees without details that are named. */
const shownMax = 10

interface Options {
  readonly epoch?: string
  readonly currency?: string
  readonly details?: string
  readonly payees?: string
  readonly on?: string
  readonly format?: string
  readonly to?: string
  readonly payments?: string
}

export const bankFileCommand: CommandDefinition = {
  usage: 'bank-file',
  about:
    'write a payment file for a bank (pain.001 or CSV): what is available to payees without an account on chain, and the events that book it',
  examples: [
    'headwater bank-file --epoch 3 --currency EUR --details bank.yaml --on 2026-04-03 --to pay.xml --payments paid.ndjson',
    'headwater bank-file --epoch 3 --currency EUR --details bank.yaml --payees payees.csv --on 2026-04-03 --format csv --to pay.csv --payments paid.ndjson',
  ],
  options: (command) =>
    command
      .option('--epoch <number>', 'the last closed epoch (required)')
      .option('--currency <code>', 'the currency of the ledger (required)')
      .option('--details <file>', 'YAML with the account that pays and those of payees (required)')
      .option('--payees <file>', 'CSV with payee, name, iban and bic, instead of payees in the YAML file')
      .option('--on <date>', 'the day on which the bank is to pay, yyyy-mm-dd (required)')
      .addOption(choiceOption('--format <format>', 'pain.001 or csv (default: pain.001)', formats))
      .option('--to <file>', 'file for the bank; it must not exist (required)')
      .option(
        '--payments <file>',
        'file for the events that book the payments; it must not exist (required)',
      ),
  async run(session, _operands, options: Options) {
    const { currency, details: detailsFile, to, payments, format: name = 'pain.001' } = options
    if (options.epoch === undefined || currency === undefined || detailsFile === undefined)
      fail('usage.invalid', 'Name what is paid and from where: --epoch, --currency and --details.')
    if (options.on === undefined) fail('usage.invalid', 'Name the day of payment: --on yyyy-mm-dd.')
    const on = readDay(options.on, '--on')
    if (to === undefined || payments === undefined)
      fail('usage.invalid', 'Name both files: --to for the bank, --payments for the events.')
    if (resolve(to) === resolve(payments))
      fail('usage.invalid', 'Name two files: --to and --payments are the same one.')
    const format = formats.find((each) => each === name)
    if (format === undefined) fail('usage.invalid', `--format is one of ${formats.join(', ')}.`)
    for (const file of [to, payments])
      if (existsSync(file)) fail('bank.fileExists', `${file} exists already.`)
    const epoch = parseEpochNumber(options.epoch)
    const details = readBankDetails(
      readSmall(detailsFile),
      options.payees === undefined ? undefined : readSmall(options.payees),
    )
    checkCurrency(currency, details)
    const [due, until] = await session.with('reads', async (headwater) => {
      const found: DuePayment[] = []
      const query = { epoch, currency, digits: details.digits }
      for await (const payment of headwater.duePayments(query)) found.push(payment)
      return [found, (await headwater.epoch(epoch)).until] as const
    })
    const paid = writeFiles({ due, details, epoch, until, currency, on, format, to, payments })
    await report(session, paid, options)
    return undefined
  },
}

/** Three letters name a currency, which must be the bank's. Other names, such as USDC, are the ledger's own. */
function checkCurrency(currency: string, details: BankDetails): void {
  if (/^[A-Z]{3}$/i.test(currency) && currency.toUpperCase() !== details.currency)
    fail(
      'usage.invalid',
      `The bank details pay in ${details.currency}, and --currency is ${currency}. Give the bank details of ${currency}.`,
    )
}

interface Writing {
  readonly due: readonly DuePayment[]
  readonly details: BankDetails
  readonly epoch: number
  readonly until: string
  readonly currency: string
  readonly on: string
  readonly format: (typeof formats)[number]
  readonly to: string
  readonly payments: string
}

function writeFiles({ due, details, epoch, until, currency, on, format, to, payments }: Writing) {
  const source = `bank:${currency}`
  const { transfers, left } = bankTransfers(due, details, { source, epoch })
  if (transfers.length === 0)
    fail('bank.nothing', `No payee with bank details has a whole coin of ${currency} available.`)
  const file = { details, transfers, epoch }
  const id = messageId(file)
  const events = proposedEvents(
    transfers.map(({ due: payment }) => payment),
    { source, epoch, until, currency, reference: id },
  )
  const created = `${new Date().toISOString().slice(0, 19)}Z`
  const text = format === 'csv' ? transfersCsv(transfers, details, on) : pain001({ ...file, on, created })
  // The events come first: a file for the bank without them could be paid twice.
  writeNew(payments, events)
  writeNew(to, text)
  return {
    id,
    transfers: transfers.length,
    sum: sumOf(transfers, details.digits),
    left,
    bank: details.currency,
  }
}

async function report(
  session: Session,
  { id, transfers, sum, left, bank }: ReturnType<typeof writeFiles>,
  { to, payments }: Options,
): Promise<void> {
  for (const payee of left.slice(0, shownMax))
    session.streams.stderr.write(`Left out: ${shownName(payee)}, which has no bank details.\n`)
  if (left.length > shownMax) session.streams.stderr.write(`… and ${left.length - shownMax} more.\n`)
  if (session.out.json)
    await session.out.raw(`${JSON.stringify({ id, transfers, sum, left: left.length })}\n`)
  await session.out.text(
    `${counted(transfers, 'transfer')}, ${sum} ${bank}, message ${id}, written to ${to}\nOnce the bank has paid: headwater ingest ${payments}, then close.`,
  )
}

function readSmall(file: string): string {
  try {
    if (statSync(file).size > fileBytesMax) fail('input.unreadable', `${file} has more than 64 MiB.`)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    return fail('input.unreadable', `${file} can't be read: ${(error as Error).message}.`)
  }
}

/** A file that another run wrote meanwhile stays. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') fail('bank.fileExists', `${file} exists already.`)
    fail('output.unwritable', `${file} cannot be written: ${(error as Error).message}.`)
  }
}
