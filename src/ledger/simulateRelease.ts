/**
 * What an agent would have earned and paid had it had the calls of another asset: its release, and these calls made of it,
 * go through a simulation of the next close.
 */
import {
  type AgentFile,
  type Composed,
  type CompositionFault,
  eventsOf,
  readFile,
} from '../composing/index.ts'
import { fail } from '../errors.ts'
import { callType, type TokenClass } from '../events/index.ts'
import { formatTime, type Micros, parseTime } from '../events/time.ts'
import { formatAmount, type LedgerUnits } from '../money/ledgerUnits.ts'
import {
  type ComposedFile,
  explainedListDefault,
  type ReleaseSimulation,
  type ReleaseSimulationOptions,
  type SimulateOptions,
  type SimulationLine,
} from '../service/headwater.ts'
import { callsOneByOneMax, type FormerCalls } from '../settlement/simulate/formerCalls.ts'
import type { ListedCall } from '../usage/lists.ts'
import { faultAt } from './composedFault.ts'
import { recordedOf } from './composedUses.ts'
import type { Parts } from './openParts.ts'

type Simulate = (
  parts: Parts,
  chunks: AsyncIterable<Uint8Array>,
  options: SimulateOptions,
) => AsyncIterable<SimulationLine>

interface SimulatedRelease extends ReleaseSimulationOptions {
  readonly now: Date
}

/** @throws HeadwaterError `simulate.tooManyCalls`, and as `simulate` */
export async function simulateReleaseOn(
  parts: Parts,
  simulate: Simulate,
  given: ComposedFile,
  { of, price = 'recorded', listedMax = explainedListDefault, now, ...asked }: SimulatedRelease,
): Promise<ReleaseSimulation> {
  const window = windowOf(asked, now)
  const former: FormerCalls = { asset: of, ...window }
  const since = formatTime(window.from)
  const nothing = { of, since, before: formatTime(window.before), price, ...empty }
  const read = readFile(given)
  if ('faults' in read) return { ...nothing, faults: read.faults }
  const { file } = read
  const sums = await parts.settlement.formerSums(former)
  const calls = sums.reduce((count, sum) => count + sum.calls, 0)
  const by = calls <= callsOneByOneMax ? ('call' as const) : ('day' as const)
  if (by === 'day') requireSummable(parts, file, { calls, price })
  // Prices that have no beginning of their own are in force for all of these calls.
  const composed = eventsOf(file, { now: since, recorded: recordedOf(parts.registry, file, since) })
  const imagined = new ImaginedCalls(parts, file)
  const made =
    by === 'call'
      ? imagined.each(parts.settlement.formerCalls(former), price)
      : imagined.ofDays(sums, window.from)
  const lines = simulate(parts, bytesOf(composed, made), { origin: 'composer', format: 'cloudevents' })
  return { ...nothing, calls, by, ...(await collected(lines, composed, listedMax)) }
}

const empty: Omit<ReleaseSimulation, 'of' | 'since' | 'before' | 'price'> = {
  calls: 0,
  by: 'call',
  faults: [],
  rejectedCalls: 0,
  rejected: null,
  totals: [],
  payees: [],
  payeeCount: 0,
  versions: [],
  versionCount: 0,
}

/** The last whole month, or what is asked for. */
function windowOf({ since, before }: { since?: string | undefined; before?: string | undefined }, now: Date) {
  const month = (year: number, index: number): Micros => Date.UTC(year, index) * 1_000
  const from =
    since === undefined ? month(now.getUTCFullYear(), now.getUTCMonth() - 1) : parseTime(since, '/since')
  const first = new Date(from / 1_000)
  const monthLater = new Date(first)
  monthLater.setUTCMonth(first.getUTCMonth() + 1)
  return { from, before: before === undefined ? monthLater.getTime() * 1_000 : parseTime(before, '/before') }
}

/** Whether a sum of calls is divided as the calls are. A cost or a price of each call is not that of their sum. */
function requireSummable(
  { registry }: Parts,
  { asset, costs = [] }: AgentFile,
  { calls, price }: { calls: number; price: 'recorded' | 'rate' },
): void {
  const recorded = registry.assets.get(asset as never)?.costs ?? []
  if (price === 'recorded' && costs.length === 0 && recorded.length === 0) return
  fail(
    'simulate.tooManyCalls',
    `The asset had ${calls} calls then. Where the agent has costs, or its rate card prices the calls, at most ${callsOneByOneMax} are made again.`,
  )
}

interface Imagined {
  readonly time: Micros
  readonly currency: string
  readonly amount: LedgerUnits
  readonly tokens?: Readonly<Partial<Record<TokenClass, number>>>
}

class ImaginedCalls {
  readonly #parts: Parts
  readonly #file: AgentFile
  #count = 0

  constructor(parts: Parts, file: AgentFile) {
    this.#parts = parts
    this.#file = file
  }

  async *each(calls: AsyncIterable<ListedCall>, price: 'recorded' | 'rate'): AsyncGenerator<object> {
    for await (const call of calls) {
      const event = this.#event({ ...call, tokens: tokensOf(call) })
      if (price === 'rate') {
        const { amount: _, currency: __, ...data } = event.data
        yield { ...event, data }
      } else yield event
    }
  }

  *ofDays(
    sums: readonly { readonly day: string; readonly currency: string; readonly amount: LedgerUnits }[],
    from: Micros,
  ): Generator<object> {
    for (const { day, currency, amount } of sums)
      yield this.#event({ time: Math.max(from, parseTime(`${day}T00:00:00Z`)), currency, amount })
  }

  #event({ time, currency, amount, tokens }: Imagined) {
    const { asset, version } = this.#file
    const { decimals } = this.#parts.registry.currencies.get(currency as never)!
    return {
      ...{ specversion: '1.0', source: 'composer', id: `imagined ${++this.#count}`, type: callType },
      time: formatTime(time),
      data: { asset, version, currency, amount: formatAmount(amount, decimals), ...(tokens && { tokens }) },
    }
  }
}

function tokensOf(call: ListedCall): Record<string, number> {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = call
  const counts = {
    ...{ input: inputTokens, output: outputTokens },
    ...{ cacheRead: cacheReadTokens, cacheWrite: cacheWriteTokens },
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count >= 0))
}

async function* bytesOf(
  composed: readonly Composed[],
  calls: AsyncIterable<object> | Iterable<object>,
): AsyncGenerator<Uint8Array> {
  for (const { event } of composed) yield Buffer.from(`${JSON.stringify(event)}\n`)
  for await (const call of calls) yield Buffer.from(`${JSON.stringify(call)}\n`)
}

type Collected = Pick<
  ReleaseSimulation,
  'faults' | 'rejectedCalls' | 'rejected' | 'totals' | 'payees' | 'payeeCount' | 'versions' | 'versionCount'
>

async function collected(
  lines: AsyncIterable<SimulationLine>,
  composed: readonly Composed[],
  listedMax: number,
): Promise<Collected> {
  const faults: CompositionFault[] = []
  const totals: Collected['totals'][number][] = []
  const payees: Collected['payees'][number][] = []
  const versions: Collected['versions'][number][] = []
  let [refused, payeeCount, versionCount] = [0, 0, 0]
  let rejected: Collected['rejected'] = null
  for await (const line of lines) {
    if (line.kind === 'simulation') refused = line.rejected + line.conflict
    else if (line.kind === 'rejected') {
      const { code, message, path } = line
      const fault = { code, message, path } as Parameters<typeof faultAt>[2]
      if (line.line <= composed.length) faults.push(faultAt(composed, line.line - 1, fault))
      else rejected ??= fault
    } else if (line.kind === 'total') totals.push(line)
    else if (line.kind === 'payee') {
      if (payeeCount++ < listedMax) payees.push(line)
    } else if (line.kind === 'version' && versionCount++ < listedMax) versions.push(line)
  }
  const nothing = { rejectedCalls: 0, rejected: null, totals: [], payees: [], versions: [] }
  if (faults.length > 0) return { ...nothing, faults, payeeCount: 0, versionCount: 0 }
  return {
    ...{ faults, rejectedCalls: refused, rejected, totals, payees, payeeCount, versions, versionCount },
  }
}
