/** Registry events recorded since the last close that may change money of calls which happened before them. */
import type { AccountAddress, ChainId } from '../../events/account.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'
import { type Micros, parseTime } from '../../events/time.ts'
import type { EventStore, Position, RecordedEvent } from '../../eventstore/port.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import { factFromRecorded } from '../../registry/index.ts'

export interface Recorded {
  readonly source: string
  readonly id: string
  readonly recordedAt: Micros
  readonly revision: number
  readonly position: Position
}

interface Binding {
  readonly event: Recorded
  readonly payee: PayeeId
  readonly chain: ChainId
  readonly address: AccountAddress
}

export interface RecordedSince {
  /** Fees and releases are found in the registry by their revision. */
  readonly fees: readonly Recorded[]
  readonly releases: readonly Recorded[]
  readonly costs: readonly { readonly event: Recorded; readonly asset: AssetId }[]
  readonly rates: readonly {
    readonly event: Recorded
    readonly asset: AssetId
    readonly currency: CurrencyCode
    readonly effectiveFrom: Micros
  }[]
  readonly currencies: readonly { readonly event: Recorded; readonly currency: CurrencyCode }[]
  /**
   * The last binding of each payee on a chain, where it replaces another account: that of the last close, or the first
   * one since then.
   */
  readonly accounts: readonly (Binding & { readonly before: AccountAddress })[]
}

/** What the last close had seen. */
export interface LastClose {
  readonly until: Micros
  /** Its last registry event. */
  readonly registryRevision: number
}

/**
 * Fees, releases, costs and rates count from the end of the last epoch on: a close may come long after its `until`, and what
 * was recorded between the two concerns calls that only the next close settles. Accounts and currencies count from the
 * last close on.
 * @param upTo the last registry event that counts now
 */
export async function recordedSince(
  events: EventStore,
  last: LastClose | undefined,
  upTo: number,
): Promise<RecordedSince> {
  const since = last?.registryRevision ?? -1
  const fees: Recorded[] = []
  const releases: Recorded[] = []
  const costs: RecordedSince['costs'][number][] = []
  const rates: RecordedSince['rates'][number][] = []
  const currencies: RecordedSince['currencies'][number][] = []
  const bindings = new Map<string, Binding>()
  const first = new Map<string, AccountAddress>()
  const from = last === undefined ? 0 : await firstAfter(events, last)
  for await (const event of readWhole(events, streams.registry, from)) {
    if (event.revision > upTo) break
    const fact = factFromRecorded(event.type, event.data)
    const about = aboutEvent(event, fact)
    if (fact.type === 'io.headwater.fee.set') fees.push(about)
    else if (fact.type === 'io.headwater.version.released') releases.push(about)
    else if (fact.type === 'io.headwater.cost.set') costs.push({ event: about, asset: fact.data.asset })
    else if (fact.type === 'io.headwater.rate.set') rates.push({ event: about, ...fact.data })
    if (event.revision <= since) continue
    if (fact.type === 'io.headwater.currency.bound') currencies.push({ event: about, ...fact.data })
    const binding = bindingOf(event)
    if (binding) {
      const name = bindingName(binding)
      if (!bindings.has(name)) first.set(name, binding.address)
      bindings.set(name, binding)
    }
  }
  const before = await accountsBefore(events, bindings, since)
  const accounts = [...bindings].flatMap(([name, binding]) => {
    const replaced = before.get(name) ?? first.get(name)!
    return replaced === binding.address ? [] : [{ ...binding, before: replaced }]
  })
  return { fees, releases, costs, rates, currencies, accounts }
}

/** The first registry event that the last close had not seen, or that was recorded at or after the end of its epoch. */
async function firstAfter(events: EventStore, { until, registryRevision }: LastClose): Promise<number> {
  let first = registryRevision + 1
  const before = { from: registryRevision, direction: 'backwards' } as const
  if (registryRevision < 0) return first
  for await (const { recordedAt, revision } of events.readStream(streams.registry, before)) {
    if (parseTime(recordedAt) < until) break
    first = revision
  }
  return first
}

function aboutEvent(
  { recordedAt, revision, position }: RecordedEvent,
  { source, id }: { readonly source: string; readonly id: string },
): Recorded {
  return { source, id, recordedAt: parseTime(recordedAt), revision, position }
}

const bindingTypes = ['io.headwater.payee.bound', 'io.headwater.payee.registered']

function bindingOf(event: RecordedEvent): Binding | undefined {
  if (!bindingTypes.includes(event.type)) return undefined
  const fact = factFromRecorded(event.type, event.data)
  if (fact.type !== 'io.headwater.payee.bound' && fact.type !== 'io.headwater.payee.registered')
    return undefined
  const { payee, account } = fact.data
  return account && { event: aboutEvent(event, fact), payee, ...account }
}

function bindingName({ payee, chain }: Pick<Binding, 'payee' | 'chain'>): string {
  return `${chain} ${payee}`
}

/** At the last close. Reads the events of earlier closes too, but only where a payee was bound since then. */
async function accountsBefore(
  events: EventStore,
  bindings: ReadonlyMap<string, Binding>,
  since: number,
): Promise<ReadonlyMap<string, AccountAddress>> {
  const before = new Map<string, AccountAddress>()
  if (bindings.size === 0) return before
  for await (const event of readWhole(events, streams.registry)) {
    if (event.revision > since) break
    const binding = bindingOf(event)
    if (binding && bindings.has(bindingName(binding))) before.set(bindingName(binding), binding.address)
  }
  return before
}
