/** One payee's statement, for people: what each version earned for the payee and why, what was paid and where, what is
 * held back and why. */

import { SourcePaths } from '../../attribution/sourcePaths.ts'
import { escaped, shownName } from '../../base/unseenText.ts'
import type { BalanceLine, BooksStore, EarningLine, VersionFlowLine } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import type { EpochKey } from '../../log/keys.ts'
import { isContracted, type ManifestTotals } from '../../log/manifest.ts'
import { formatAmount, type LedgerUnits, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import {
  askedPayoutTerms,
  hasContracts,
  type Payee,
  payeeNamed,
  type Registry,
  unnamedPayee,
} from '../../registry/index.ts'
import type { CallKey } from '../../usage/reader.ts'
import type { Lineage } from '../lineage.ts'
import type { Path, PayeeBalances, Statement } from '../statementAnswers.ts'
import { correctedCalls } from './correctedCalls.ts'
import { formatFlow } from './formatFlow.ts'
import { type Held, heldNow, heldThen } from './held.ts'
import { type MovesDeps, movesOf } from './moves.ts'
import { requireBooks } from './requireBooks.ts'
import { type ChangedEdges, changedEdges, sourceCaps } from './sourceCaps.ts'
import { broughtForward, contractAmounts } from './statements.ts'
import { stepsOf } from './steps.ts'

type CurrencyStatement = Statement['currencies'][number]
type EarningReport = CurrencyStatement['lines'][number]

/** Payees that the failure of an unknown one lists. */
const namedShownMax = 10

/** What statements are read from. */
export interface StatementDeps extends MovesDeps {
  readonly lineage: () => Promise<Lineage>
  readonly epochs: EpochLog
  readonly clock: () => Date
}

interface OneStatementDeps extends Omit<StatementDeps, 'clock'> {
  /** Of the same epoch; default: paths are looked for this statement alone. */
  readonly paths?: SourcePaths
  /** Likewise the capped edges that the epoch changed. */
  readonly edges?: ChangedEdges
}

/** @throws HeadwaterError `payee.unknown` */
export async function payeeStatement(
  deps: OneStatementDeps,
  payee: string,
  closed: ClosedEpoch,
): Promise<Statement> {
  const { books, epochs, registry, paths, edges } = deps
  const known = await knownPayee(deps, payee)
  const terms = hasContracts(registry, closed.registryRevision)
    ? askedPayoutTerms(registry, closed.until, closed.registryRevision)
    : undefined
  const [lines, earnings] = await Promise.all([
    linesOf(books, epochs, known.id, closed),
    earningsByCurrency(books, closed.key, known.id),
  ])
  const [flows, pathsOf] = await Promise.all([
    flowsOf(books, closed.key, earnings),
    (paths ?? pathsIn(deps, closed)).of([...earnings.values()].flat()),
  ])
  const upTo = (await epochs.list()).slice(0, closed.epoch)
  const earned = [...earnings.values()].flat()
  const contracted = isContracted(closed.manifest)
  const explained = contracted ? await movesOf(deps, known.id, upTo, terms) : undefined
  const changed = contracted ? (edges ?? (await changedEdges(deps, closed))) : []
  const capsOf = await sourceCaps(deps, { payee: known.id, epochs: upTo, earned }, changed)
  const corrected = [...lines.values()].some(({ adjusted }) => adjusted !== 0n)
    ? await correctedCalls({ ...deps, lineage: await deps.lineage() }, known.id, upTo, earned)
    : undefined
  const currencies: CurrencyStatement[] = []
  for (const totals of closed.manifest.totals) {
    const line = lines.get(totals.currency)
    if (!line) continue
    const caps = capsOf(totals.currency, totals.decimals)
    currencies.push(
      currencyStatement(totals, line, {
        held: heldThen({ ...line, payee: known, terms }, closed, totals),
        corrections: line.adjusted === 0n ? undefined : corrected?.(totals.currency, totals.decimals),
        caps,
        steps:
          explained &&
          stepsOf({ ...explained(line), caps: caps.caps?.length ?? 0 }, closed, totals, broughtForward(line)),
        lines: (earnings.get(totals.currency) ?? []).map((entry) => ({
          ...earningReport(entry, flows, totals.decimals),
          ...shownPaths(pathsOf(entry, totals.decimals)),
        })),
      }),
    )
  }
  return { epoch: closed.epoch, until: closed.manifest.until, ...aboutPayee(known), currencies }
}

/** @throws HeadwaterError `payee.unknown` */
export async function payeeBalances(deps: StatementDeps, payee: string): Promise<PayeeBalances> {
  const { books, epochs, registry, clock } = deps
  const known = await knownPayee(deps, payee)
  const list = await epochs.list()
  await requireBooks(books, list)
  const closed = list.map(({ key }) => key)
  const last = closed.length === 0 ? [] : await books.lastLines(closed, known.id)
  const now = clock().getTime() * 1_000
  const terms = hasContracts(registry) ? askedPayoutTerms(registry, now) : undefined
  const balances = last
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
    .map(({ currency: code, carried, reserved }) => {
      const currency = registry.currencies.get(code)!
      return {
        currency: code,
        balance: formatAmount(carried, currency.decimals),
        ...(reserved > 0n && { reserved: formatAmount(reserved, currency.decimals) }),
        ...heldNow({ payee: known, carried, reserved, terms }, currency, now),
      }
    })
  return { ...aboutPayee(known), balances }
}

/** Postings name payees too. Those are known by their lines in the books. */
export async function knownPayee(
  { books, epochs, registry }: Omit<StatementDeps, 'clock'>,
  text: string,
): Promise<Payee> {
  const named = payeeNamed(registry, text)
  if (named !== undefined) return named
  const closed = (await epochs.list()).map(({ key }) => key)
  const id = text as PayeeId
  if (closed.length > 0 && (await books.lastLines(closed, id)).length > 0) return unnamedPayee(id)
  return failUnknown(registry, text)
}

/** Statements show a payee's name beside its id, so people ask for it by that name. */
function failUnknown(registry: Registry, text: string): never {
  const named = [...registry.payeesNamed(text)].map(shownName)
  const unknown = `No event names the payee ${escaped(JSON.stringify(text))}.`
  if (named.length === 0) fail('payee.unknown', unknown)
  const shown = named.slice(0, namedShownMax)
  const more = named.length > shown.length ? ` and ${named.length - shown.length} more` : ''
  const whose = named.length === 1 ? 'the payee' : `${named.length} payees:`
  fail('payee.unknown', `${unknown} It is the name of ${whose} ${shown.join(', ')}${more}.`, {
    data: { payees: shown },
  })
}

export function aboutPayee({ id, name, accounts }: Payee): Pick<Statement, 'payee' | 'name' | 'accounts'> {
  return {
    payee: id,
    name: name ?? null,
    accounts: [...accounts].map(([chain, account]) => ({ chain, account })),
  }
}

/** By currency: the epoch's line, or the unchanged balance where the epoch has no line. */
async function linesOf(
  books: BooksStore,
  epochs: EpochLog,
  payee: PayeeId,
  closed: ClosedEpoch,
): Promise<Map<string, BalanceLine>> {
  const lines = new Map<string, BalanceLine>()
  const none = zeroLedgerUnits
  const list = (await epochs.list()).slice(0, closed.epoch)
  await requireBooks(books, list)
  const upTo = list.map(({ key }) => key)
  for (const { epoch, ...line } of await books.lastLines(upTo, payee)) {
    const unchanged = {
      ...{ earned: none, late: none, paid: none, account: '' as const },
      ...{ adjusted: none, received: none, diverted: none, posted: none, withheld: none },
    }
    lines.set(line.currency, epoch === closed.epoch ? line : { ...line, ...unchanged })
  }
  return lines
}

async function earningsByCurrency(
  books: BooksStore,
  key: EpochKey,
  payee: PayeeId,
): Promise<Map<string, EarningLine[]>> {
  const earnings = new Map<string, EarningLine[]>()
  for await (const line of books.epochEarnings(key, payee)) {
    const list = earnings.get(line.currency)
    if (list) list.push(line)
    else earnings.set(line.currency, [line])
  }
  // The largest first, because people look for it.
  for (const list of earnings.values())
    list.sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1))
  return earnings
}

async function flowsOf(
  books: BooksStore,
  key: EpochKey,
  earnings: ReadonlyMap<string, readonly EarningLine[]>,
): Promise<Map<string, VersionFlowLine>> {
  const keys = new Map<string, CallKey>()
  for (const list of earnings.values()) {
    for (const { asset, version, role } of list)
      if (role !== 'fee' && asset !== '') keys.set(JSON.stringify([asset, version]), { asset, version })
  }
  const flows = new Map<string, VersionFlowLine>()
  if (keys.size === 0) return flows
  for await (const flow of books.epochFlows(key, [...keys.values()])) flows.set(flowName(flow), flow)
  return flows
}

function flowName({
  asset,
  version,
  currency,
}: {
  asset: string
  version: string
  currency: string
}): string {
  return JSON.stringify([asset, version, currency])
}

function earningReport(
  line: EarningLine,
  flows: ReadonlyMap<string, VersionFlowLine>,
  decimals: number,
): EarningReport {
  const flow = flows.get(flowName(line))
  const { asset, version, role } = line
  return {
    asset,
    version,
    role,
    earned: formatAmount(line.amount, decimals),
    flow: flow ? formatFlow(flow, decimals) : null,
  }
}

/** What is behind the earnings of an epoch: the versions that it knew, and what their own calls brought in it. */
export function pathsIn(
  { registry, books }: Pick<StatementDeps, 'registry' | 'books'>,
  { key, registryRevision }: ClosedEpoch,
): SourcePaths {
  return new SourcePaths(registry, (versions) => books.netToDate([key], versions), registryRevision)
}

function shownPaths(paths: Path[]): Pick<EarningReport, 'paths'> {
  return paths.length === 0 ? {} : { paths }
}

function currencyStatement(
  totals: ManifestTotals,
  line: BalanceLine,
  { held, steps, caps, corrections, lines }: Explained,
): CurrencyStatement {
  const { chain, token, decimals } = totals
  const text = (units: LedgerUnits): string => formatAmount(units, decimals)
  const paid = line.paid > 0n && chain !== null && token !== null
  return {
    currency: totals.currency,
    broughtForward: text(broughtForward(line)),
    earned: text(line.earned),
    late: text(line.late),
    paid: text(line.paid),
    paidTo: paid ? { chain, account: line.account, token } : null,
    carried: text(line.carried),
    ...('adjusted' in totals && contractAmounts(line, decimals)),
    ...held,
    ...steps,
    ...caps,
    ...corrections,
    lines,
  }
}

/** What is said about the figures of a currency. */
interface Explained {
  readonly held: Held
  readonly steps: ReturnType<typeof stepsOf> | undefined
  readonly caps: Pick<CurrencyStatement, 'caps' | 'capsMore'>
  readonly corrections: Pick<CurrencyStatement, 'corrections' | 'correctionsMore'> | undefined
  readonly lines: readonly EarningReport[]
}
