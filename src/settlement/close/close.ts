/** `close --until T`: settles what is due. progress.ts lists the stages in order, and the file of each. */

import { hex } from '../../base/hex.ts'
import { uuidV4 } from '../../base/uuid.ts'
import type { Micros } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochKey } from '../../log/keys.ts'
import type { UsageReader } from '../../usage/reader.ts'
import type { RefusedStore } from '../../usage/refused.ts'
import { requireLogAhead } from '../inStep.ts'
import type { OnProgress } from '../progress.ts'
import { refuseConflicts } from './duplicates.ts'
import { type PrepareDeps, type PreparedEpoch, prepareEpoch } from './prepare.ts'
import { recordEpoch, sealAll } from './record.ts'

interface CloseDeps extends PrepareDeps {
  readonly refused: RefusedStore
  /** Whether no other process writes books. */
  readonly alone: boolean
  readonly randomBytes: (length: number) => Uint8Array
}

/**
 * Settles every accepted call with time < `until` that no epoch settled and that resolves.
 * @param until default: now
 * @throws HeadwaterError as `prepareEpoch`, `data.outOfStep`, `close.anotherClosed`
 */
export async function closeEpoch(
  deps: CloseDeps,
  until: Micros | undefined,
  onProgress: OnProgress,
): Promise<ClosedEpoch> {
  const { killedBooks } = await requireLogAhead(deps)
  const epochs = await deps.epochs.list()
  // Another process may be writing books of the next epoch now.
  if (deps.alone) await deps.books.moveAside(killedBooks)
  await sealAll(deps.books, epochs)
  const prepared = await prepareEpoch(deps, epochs, { until }, onProgress)
  await refuseRepeated(deps, prepared)

  const { input, settled, repeated, closed } = prepared
  const { epoch } = input
  const key: EpochKey = { epoch, attempt: hex(deps.randomBytes(16)) }
  const { events, books } = deps
  const eventId = uuidV4(deps.randomBytes(16))
  const recording = { events, books, key, closed, excluded: repeated.excluded, eventId }
  await recordEpoch(recording, input, settled, onProgress)
  const recorded = await deps.epochs.get(epoch)
  await sealAll(books, [recorded])
  return recorded
}

async function refuseRepeated(
  { usage, refused, clock }: { usage: UsageReader; refused: RefusedStore; clock: () => Date },
  { input, repeated }: PreparedEpoch,
): Promise<void> {
  const decimals = new Map<string, number>(
    input.registry.currencies.map((currency) => [currency.code, currency.decimals]),
  )
  const decimalsOf = (currency: string) => decimals.get(currency)!
  await refused.add(await refuseConflicts(usage, repeated.conflicts, decimalsOf, clock()))
}
