/** What the lists of changes are made from, and one change before it is reported. */
import type { LineageGraph } from '../../attribution/index.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import type { EventStore } from '../../eventstore/port.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { LedgerUnits } from '../../money/ledgerUnits.ts'
import type { Registry } from '../../registry/index.ts'
import type { DirectSum, SettlementWindow, UsageReader } from '../../usage/reader.ts'
import type { CapStanding } from '../close/edgeCaps.ts'
import type { Payments } from '../close/payments.ts'
import type { RegistryAt } from '../registryAt.ts'
import type { RegistryChange } from './changeAnswer.ts'
import type { Concerned } from './concerned.ts'
import type { EarlierCalls } from './earlierCalls.ts'
import type { LastClose, Recorded } from './recordedSince.ts'

export interface ChangesInput {
  readonly events: EventStore
  readonly usage: UsageReader
  readonly batches: BatchLog
  /** The live registry, which may have more events than the close sees. */
  readonly live: Registry
  readonly registry: RegistryAt
  readonly graph: LineageGraph
  readonly window: SettlementWindow
  readonly payments: Payments
  /** The settled calls, as the close sums them. */
  readonly direct: readonly DirectSum[]
  /** What corrections change of calls settled before; left out where there are none. */
  readonly adjusted?: readonly DirectSum[] | undefined
  /** Where capped edges stand before the close; left out where none does. */
  readonly caps?: readonly CapStanding[]
  /** Undefined before the first close. */
  readonly last: LastClose | undefined
}

export interface Close extends ChangesInput {
  readonly earlier: EarlierCalls
}

export interface Found {
  readonly event: Recorded
  readonly change: Omit<RegistryChange, 'event' | 'amounts' | 'moves' | 'movesCount'>
  readonly amounts: ReadonlyMap<CurrencyCode, LedgerUnits>
  readonly concerned?: Concerned
}
