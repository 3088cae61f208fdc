/**
 * Question: what do clauses, reserves and withholding add to the payments of a close?
 * Size: 100,000 payees with an account, each with a reserve whose lots of 12 epochs stand and one that is withheld for;
 * 10,000 clauses in chains of up to 8 payees. Quick: a tenth of both. The peer is the same close without contracts.
 * Estimate: a payee with 12 lots makes 12 small objects and 20 sums in columns, 5 µs: 0.5 s. A clause sorts and divides the
 * three parts of its payee, 10 µs: 0.1 s. Together under 1 s; the peer 0.1 s.
 */

import { digestStates } from '../src/books/digests.ts'
import { changedStates } from '../src/books/states.ts'
import { LotRows } from '../src/books/tables/lotRows.ts'
import { UnitSums } from '../src/columns/unitSums.ts'
import type { AccountAddress, ChainId, TokenAddress } from '../src/events/account.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../src/events/ids.ts'
import { ledgerUnits } from '../src/money/ledgerUnits.ts'
import type { Share } from '../src/money/share.ts'
import { type Clause, type Currency, payoutTermsIn, type Registry } from '../src/registry/index.ts'
import type { Earnings } from '../src/settlement/close/allocation.ts'
import { divertEarnings } from '../src/settlement/close/clauses.ts'
import { CollectedParts } from '../src/settlement/close/parts.ts'
import { pay, type Standing } from '../src/settlement/close/payments.ts'
import { StandingColumns } from '../src/settlement/standingColumns.ts'
import { endOf } from '../test/support/endOf.ts'
import type { Measurement } from './measurement.ts'

const day = 86_400_000_000
const epochsBefore = 12
const chainLength = 8
const rounds = 3
const code = 'USDC' as CurrencyCode
const chain = 'eip155:8453' as ChainId
const currency = { code, decimals: 6, chain, token: `0x${'aa'.repeat(20)}` as TokenAddress } as Currency
const assets = ['dataset:a', 'model:b', 'agent:c'] as AssetId[]

export async function run({ quick }: { quick: boolean }): Promise<Measurement[]> {
  const [payees, clauses] = quick ? [10_000, 1_000] : [100_000, 10_000]
  const agreed = clausesOf(clauses)
  const until = (epochsBefore + 1) * day
  const terms = payoutTermsIn({ payoutRules: rules } as unknown as Registry, until)
  const before = standingOf(payees)
  const common = { before, currencies: [currency], accounts: { accountOf } }
  const withContracts = () => {
    const parts = new CollectedParts(agreed)
    const earnings = earn(payees, parts)
    const began = process.cpuUsage()
    const diverted = divertEarnings(agreed, parts, earnings, before.clauses)
    const diverting = secondsSince(began)
    const contracts = { epoch: epochsBefore + 1, until, clauses: diverted, posted: undefined, terms }
    const states = { clauses: diverted.standing }
    const payments = endOf(pay({ ...common, states, earnings, contracts }))
    for (const _line of payments.lines);
    const paying = secondsSince(began)
    for (const _line of changedStates(before, payments.after));
    digestStates(payments.after)
    return { diverting, paying, all: secondsSince(began) }
  }
  const without = () => {
    const earnings = earn(payees, undefined)
    const began = process.cpuUsage()
    const payments = endOf(pay({ ...common, earnings, contracts: undefined }))
    for (const _line of payments.lines);
    return secondsSince(began)
  }
  const measured = Array.from({ length: rounds }, () => ({ ...withContracts(), peer: without() }))
  const best = (name: 'diverting' | 'paying' | 'all' | 'peer') =>
    Math.min(...measured.map((one) => one[name]))
  const size = `${clauses} clauses in chains of ${chainLength}, ${payees} payees with ${epochsBefore} lots each`
  return [
    { name: 'clauses of a close', size, value: best('diverting'), unit: 's' },
    {
      name: 'clauses and payments of a close',
      size,
      value: best('paying'),
      unit: 's',
      peer: 'the same payments without contracts',
      peerValue: best('peer'),
      ratio: best('paying') / best('peer'),
    },
    { name: 'the same, and what stands compared and digested', size, value: best('all'), unit: 's' },
  ]
}

const always = { effectiveFrom: 0, revision: 0 }
const rules = [
  { kind: 'reserve', currency: code, share: 200_000_000 as Share, days: epochsBefore + 1, ...always },
  { kind: 'threshold', currency: code, threshold: ledgerUnits(10n ** 12n), ...always },
  { kind: 'withholding', currency: code, share: 300_000_000 as Share, to: 'authority' as PayeeId, ...always },
] as const

const payeeNamed = (number: number) => `payee-${String(number).padStart(7, '0')}` as PayeeId

/** A chain is of neighbours: each payee gives a tenth to the next, up to a cap, and the chain's last one gives nothing. */
function clausesOf(count: number): Clause[] {
  const clauses: Clause[] = []
  for (let payee = 0; clauses.length < count; payee++) {
    if (payee % chainLength === chainLength - 1) continue
    clauses.push({
      clause: `clause-${payee}`,
      payee: payeeNamed(payee),
      to: payeeNamed(payee + 1),
      currency: code,
      tiers: [{ upTo: ledgerUnits(10n ** 15n), share: 100_000_000 as Share }, { share: 50_000_000 as Share }],
      cap: ledgerUnits(10n ** 18n),
      rank: 500,
      effectiveFrom: 0,
      revision: payee,
    })
  }
  return clauses
}

/** What every payee earned, of three assets. */
function earn(payees: number, parts: CollectedParts | undefined): Earnings {
  const collected = parts ?? new CollectedParts([])
  const earned = new UnitSums()
  for (let payee = 0; payee < payees; payee++) {
    const number = collected.payees.numberOf(payeeNamed(payee), code)
    for (const [at, asset] of assets.entries()) {
      const amount = BigInt((payee + 1) * (at + 7)) * 1_234_567_891n
      earned.add(number, amount)
      if (number < collected.concerned) collected.add(number, asset, 'holder', amount)
    }
  }
  const [late, adjusted] = [new UnitSums(), new UnitSums()]
  return { currencies: [], payees: collected.payees, earned, late, adjusted, lines: 0 }
}

/** In the columns in which a close reads it. */
function standingOf(payees: number): Standing {
  const standing = new StandingColumns()
  const carried = ledgerUnits(BigInt(epochsBefore) * 10n ** 13n + 5n)
  for (let payee = 0; payee < payees; payee++)
    standing.addBalance({ payee: payeeNamed(payee), currency: code, balance: carried })
  const rows = new LotRows()
  for (let payee = 0; payee < payees; payee++) {
    const from = rows.size
    for (let epoch = 1; epoch <= epochsBefore; epoch++)
      rows.add(epoch, (epoch + epochsBefore + 1) * day, 10n ** 13n)
    standing.addLots({ payee: payeeNamed(payee), currency: code, rows, from, to: rows.size })
  }
  return standing
}

function accountOf(payee: PayeeId): AccountAddress {
  return `0x${payee.slice(-7).padStart(40, '0')}` as AccountAddress
}

function secondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}
