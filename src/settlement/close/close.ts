/** `close --until T`: settles what is due. progress.ts lists the stages in order, and the file of each. */

import { hex } from '../../base/hex.ts'
import { uuidV4 } from '../../base/uuid.ts'
import type { EpochLines } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import type { Micros } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochKey } from '../../log/keys.ts'
import type { ManifestSigner } from '../../log/manifestSignature.ts'
import type { BuiltTreeFile } from '../../merkle/treeFile/write.ts'
import type { UsageReader } from '../../usage/reader.ts'
import type { RefusedStore } from '../../usage/refused.ts'
import { requireLogAhead } from '../inStep.ts'
import type { KeptFiles } from '../keptFiles.ts'
import type { OnProgress } from '../progress.ts'
import { keepTrees } from '../reports/keepTrees.ts'
import { warnAhead } from '../request/ahead.ts'
import { type Confirmation, requireConfirmable, requireConfirmed } from '../request/confirmation.ts'
import type { AskedKey } from '../request/onlyOnce.ts'
import type { CloseWarning } from '../request/warning.ts'
import type { AskedFormats } from '../treeFormats.ts'
import { refuseConflicts } from './conflicts.ts'
import { type PrepareDeps, type PreparedEpoch, prepareEpoch } from './prepare.ts'
import { EarlyBooks, recordEpoch, sealAll } from './record.ts'

export interface CloseDeps extends PrepareDeps {
  readonly refused: RefusedStore
  readonly treeFiles: KeptFiles
  readonly flowFiles: KeptFiles
  /** Whether no other process writes books. */
  readonly alone: boolean
  readonly closeAheadHoursMax: number | undefined
  /** Undefined where manifests are not signed. */
  readonly signer?: ManifestSigner | undefined
  readonly randomBytes: (length: number) => Uint8Array
}

interface CloseRequest {
  /** Default: now, or that of the confirmation. */
  readonly until: Micros | undefined
  readonly confirmed: Confirmation | undefined
  /** The number that the epoch must get. */
  readonly epoch: number | undefined
  /** Whether `until` may be as far ahead as it likes. */
  readonly ahead: boolean
  readonly treeFormats: AskedFormats | undefined
  readonly asked: AskedKey | undefined
}

/**
 * Settles every accepted call with time < `until` that no epoch settled and that resolves.
 * @throws HeadwaterError as `prepareEpoch`, `data.outOfStep`, `close.otherEpoch`, `close.notAsConfirmed`,
 * `close.anotherClosed`, `close.treeFormatMalformed`, `close.treeFormatFixed`, `signing.keyUnreadable`
 */
export async function closeEpoch(
  deps: CloseDeps,
  request: CloseRequest,
  onProgress: OnProgress,
): Promise<{ closed: ClosedEpoch; warnings: readonly CloseWarning[] }> {
  const { events, books } = deps
  const { confirmed } = request
  deps.signer?.open()
  const { killedBooks } = await requireLogAhead(deps)
  const epochs = await deps.epochs.list()
  requireNumber(request.epoch, epochs.length + 1)
  if (confirmed) requireConfirmable(confirmed, epochs, await events.head())
  // Another process may be writing books of the next epoch now.
  if (deps.alone) await books.moveAside(killedBooks)
  await sealAll(books, epochs)

  const key: EpochKey = { epoch: epochs.length + 1, attempt: hex(deps.randomBytes(16)) }
  const earlier = epochs.map((epoch) => epoch.key)
  const written = new EarlyBooks(books, key, earlier, onProgress)
  const trees = new Map<string, BuiltTreeFile>()
  const target = {
    // What was confirmed is compared first: a close that refuses writes nothing.
    onLines: confirmed ? undefined : (lines: Partial<EpochLines>) => written.begin(lines),
    onTree: (file: BuiltTreeFile) => trees.set(file.root, file),
    until: confirmed?.until ?? request.until,
    position: confirmed?.position,
    aheadHoursMax: request.ahead ? undefined : deps.closeAheadHoursMax,
    treeFormats: request.treeFormats,
  }
  const prepared = await prepareEpoch(deps, epochs, target, onProgress).catch(async (error: unknown) => {
    await written.discard()
    throw error
  })
  const { input, settled, repeated } = prepared
  if (confirmed) requireConfirmed(confirmed, { ...input, hash: settled.sealed.hash })
  await refuseRepeated(deps, prepared)

  const newId = () => uuidV4(deps.randomBytes(16))
  const warnings = warnAhead(prepared.ahead, undefined)
  const asked = request.asked && { ...request.asked, warnings }
  const recording = {
    ...{ events, books, key, closed: prepared.closed, excluded: repeated.excluded, newId, asked },
    ...{ signer: deps.signer, written },
  }
  // This thread has little to do while the engine takes in the books. Files of an epoch that is not recorded after all are
  // those of no epoch, which no reader asks for.
  const kept = keepForReaders(deps, prepared, trees)
  await recordEpoch(recording, input, settled, onProgress).finally(() => kept)
  const closed = await deps.epochs.get(input.epoch)
  await sealAll(books, [closed])
  return { closed, warnings }
}

/** For questions to come. The epoch is closed without them too, so this never fails. */
async function keepForReaders(
  { treeFiles, flowFiles }: Pick<CloseDeps, 'treeFiles' | 'flowFiles'>,
  { input, settled }: PreparedEpoch,
  made: ReadonlyMap<string, BuiltTreeFile>,
): Promise<void> {
  const { manifest, hash: manifestHash } = settled.sealed
  const closed = { epoch: input.epoch, manifest, manifestHash }
  const { payouts } = settled.payments.after
  try {
    await keepTrees(treeFiles, closed, { payouts, paidNow: settled.payments.paidNow, made })
  } catch {
    // Where there is no memory for it, for one. The first proof makes the files from the books, and says what is wrong.
  }
  try {
    const { keepSettledFlow } = await import('../flows/keptFlows.ts')
    await keepSettledFlow(flowFiles, closed, input, settled)
  } catch {
    // The first question about the flow divides the epoch again, and says what is wrong.
  }
}

/** @throws HeadwaterError `close.otherEpoch` */
function requireNumber(wanted: number | undefined, next: number): void {
  if (wanted !== undefined && wanted !== next) {
    fail('close.otherEpoch', `The next epoch is ${next}, not ${wanted}.`, { data: { next } })
  }
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
