/**
 * Question: are the books of very many payees written and read back in memory that does not grow with them, how fast, and
 * how much do the columns of a close take for each payee?
 *
 * Size: 10 M payees with a balance and a leaf each, in one epoch; quick: 200,000. Memory is the process's own, highest
 * while a quarter was done and at the end.
 *
 * Estimate, on 2 cores: a line is made, encoded and inserted in 2.5 µs, and read and digested in 2.5 µs: 400,000 lines/s
 * both ways. 65,536 lines are in memory at a time, so memory stays below 1 GiB, most of it the engine's. Of a payee with
 * an account the columns hold about 100 bytes: its name, three sums, a leaf with its sum, and two orders.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { balancesDigest, payoutsDigest } from '../src/books/digests.ts'
import type { LineRows } from '../src/books/lineRows.ts'
import type { BalanceLine, BooksStore, PayoutLine } from '../src/books/port.ts'
import { parseEvmAccount } from '../src/events/account.ts'
import { parseCurrencyCode, parsePayeeId } from '../src/events/ids.ts'
import type { StandingDigests } from '../src/log/manifest.ts'
import { allLedgerUnits, ledgerUnits, storedAtoms } from '../src/money/ledgerUnits.ts'
import { openUsage } from '../src/projections/index.ts'
import { digestStanding } from '../src/settlement/close/record.ts'
import { StandingColumns } from '../src/settlement/standingColumns.ts'
import { epochLines } from '../test/support/epochLines.ts'
import { noContracts } from '../test/support/noContracts.ts'
import type { Measurement } from './measurement.ts'

const currency = parseCurrencyCode('USDC')
const chain = 'eip155:8453' as PayoutLine['chain']
const token = parseEvmAccount(`0x${'aa'.repeat(20)}`) as unknown as PayoutLine['token']
const key = { epoch: 1, attempt: randomBytes(16).toString('hex') }

export async function run({ quick }: { quick: boolean }): Promise<Measurement[]> {
  const payees = quick ? 200_000 : 10_000_000
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  const usage = await openUsage({ path: join(folder, 'usage') })
  try {
    return await measure(usage.books, payees)
  } finally {
    await usage.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(books: BooksStore, payees: number): Promise<Measurement[]> {
  const lines = 2 * payees
  const memory = watchMemory(lines)
  const promised = { balances: balancesDigest(), payouts: payoutsDigest() }
  const writeMs = await timed(() =>
    books.write(
      key,
      epochLines({
        balances: noted(balanceLines(payees), ({ payee, carried: balance }) =>
          promised.balances.add({ payee, currency, balance }),
        ),
        payouts: noted(payoutLines(payees), (line) => promised.payouts.add(line)),
      }),
      memory.count,
    ),
  )
  const written = memory.take()
  let found: StandingDigests = { balances: '', payouts: '' }
  const one = () => memory.count(1)
  const some = <Line>(_: LineRows<Line>, count: number) => memory.count(count)
  const taker = { addBalances: some, addPayouts: some, addState: one, addLots: one }
  const readMs = await timed(async () => {
    found = await digestStanding(books, [key], {}, taker)
  })
  const read = memory.take()
  if (found.balances !== promised.balances.hex() || found.payouts !== promised.payouts.hex())
    throw new Error('the books read are not those written')

  const before = process.memoryUsage().arrayBuffers
  const columns = new StandingColumns()
  for (const { payee, carried: balance } of balanceLines(payees))
    columns.addBalance({ payee, currency, balance })
  for (const line of payoutLines(payees)) columns.addPayout(line)
  const bytes = (process.memoryUsage().arrayBuffers - before) / payees

  const size = `${payees / 1_000_000} M payees with accounts`
  const rate = (ms: number) => Math.round((lines * 1_000) / ms)
  return [
    { name: 'books written, durable', size, value: rate(writeMs), unit: 'lines/s' },
    { name: 'books read and digested', size, value: rate(readMs), unit: 'lines/s' },
    ...[written, read].map(({ quarter, end }, index) => ({
      name: `memory while books are ${['written', 'read'][index]}`,
      size,
      value: end,
      unit: 'MiB',
      peer: 'after a quarter',
      peerValue: quarter,
      ratio: end / quarter,
    })),
    { name: 'columns of what stands', size, value: Math.round(bytes), unit: 'bytes a payee' },
  ]
}

function* balanceLines(payees: number): Generator<BalanceLine> {
  for (let at = 0; at < payees; at++) {
    const payee = parsePayeeId(`payee-${String(at).padStart(9, '0')}`)
    const units = BigInt(at + 1) << 40n
    const amounts = allLedgerUnits({ ...noContracts, earned: units, late: 0n, paid: 0n, carried: units })
    yield { payee, currency, account: '', ...amounts }
  }
}

function* payoutLines(payees: number): Generator<PayoutLine> {
  for (let at = 0; at < payees; at++) {
    const account = `0x${(at + 1).toString(16).padStart(40, '0')}` as PayoutLine['account']
    yield { chain, account, token, cumulative: storedAtoms(ledgerUnits(BigInt(at + 1))) }
  }
}

function* noted<Line>(lines: Iterable<Line>, note: (line: Line) => void): Generator<Line> {
  for (const line of lines) {
    note(line)
    yield line
  }
}

/** The most memory while the first quarter of the lines passed, and to the end. */
function watchMemory(lines: number) {
  let [passed, quarter, most] = [0, 0, 0]
  return {
    count(more: number): void {
      const due = Math.floor((passed + more) / 50_000) > Math.floor(passed / 50_000)
      passed += more
      if (!due) return
      most = Math.max(most, process.memoryUsage.rss())
      if (passed <= lines / 4) quarter = most
    },
    take(): { quarter: number; end: number } {
      const taken = { quarter: mebibytes(quarter), end: mebibytes(most) }
      ;[passed, quarter, most] = [0, 0, 0]
      return taken
    },
  }
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
