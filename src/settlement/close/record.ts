/**
 * Writes the books, reads them back, and then appends the event that makes them count. A close that stops earlier
 * leaves rows of an attempt that no event names.
 */
import { fail } from '../../errors.ts'
import { formatTime } from '../../events/time.ts'
import { isWrongRevision } from '../../eventstore/appends.ts'
import type { EventStore } from '../../eventstore/port.ts'
import {
  type CloseAsked,
  type ClosedEpoch,
  type EpochClosed,
  epochClosed,
  packRows,
} from '../../log/epochClosed.ts'
import type { EpochKey, RowKey } from '../../log/keys.ts'
import { streams } from '../../log/streams.ts'
import type { BooksStore } from '../books.ts'
import { digestBalances, digestPayouts } from '../digests.ts'
import type { OnProgress } from '../progress.ts'
import { sortedWatermarks } from './composeManifest.ts'
import type { Standing } from './payments.ts'
import type { SettledEpoch, SettleInput } from './settle.ts'

interface Recording {
  readonly events: EventStore
  readonly books: BooksStore
  readonly key: EpochKey
  /** Keys of the earlier epochs, in order. */
  readonly closed: readonly EpochKey[]
  readonly excluded: readonly RowKey[]
  readonly newId: () => string
  /** The key under which the close was asked for, and the warnings of its answer. */
  readonly asked: CloseAsked | undefined
}

export async function recordEpoch(
  recording: Recording,
  input: SettleInput,
  settled: SettledEpoch,
  onProgress: OnProgress,
): Promise<void> {
  const { key, closed, books } = recording
  onProgress({ stage: 'books' })
  await books.write(key, settled.lines)
  onProgress({ stage: 'check' })
  await readStanding(books, [...closed, key], settled.sealed.manifest.digests, `the books just written`)
  onProgress({ stage: 'record' })
  await appendClosed(recording, input, settled)
}

/**
 * Notes in the books' store which epochs the log has, where it does not know yet. A kill may have come between an append
 * and its note, and older versions made none.
 */
export async function sealAll(books: BooksStore, epochs: readonly ClosedEpoch[]): Promise<void> {
  const known = new Set((await books.sealed()).map(({ epoch }) => epoch))
  await books.seal(
    epochs
      .filter(({ epoch }) => !known.has(epoch))
      .map(({ epoch, manifestHash }) => ({ epoch, manifestHash })),
  )
}

/**
 * Balances and payouts after the last of `closed`, compared with the digests in that epoch's manifest.
 * @throws HeadwaterError `close.booksDiffer`
 */
export async function readStanding(
  books: BooksStore,
  closed: readonly EpochKey[],
  digests: { readonly balances: string; readonly payouts: string },
  what: string,
): Promise<Standing> {
  const standing = { balances: await books.balances(closed), payouts: await books.payouts(closed) }
  const differing: string[] = []
  if (digestBalances(standing.balances) !== digests.balances) differing.push('balances')
  if (digestPayouts(standing.payouts) !== digests.payouts) differing.push('payouts')
  if (differing.length > 0) {
    fail('close.booksDiffer', `The ${differing.join(' and ')} in ${what} are not those of the manifest.`, {
      data: { epoch: closed.at(-1)?.epoch ?? 0, differing },
    })
  }
  return standing
}

async function appendClosed(
  { events, key, excluded, newId, asked }: Recording,
  input: SettleInput,
  { sealed }: SettledEpoch,
): Promise<void> {
  const data: EpochClosed = {
    epoch: key.epoch,
    until: formatTime(input.until),
    position: input.position,
    watermarks: sortedWatermarks(input.window.scope.watermarks),
    registryRevision: input.registry.revision,
    attempt: key.attempt,
    excluded: packRows(excluded),
    manifest: sealed.text,
    manifestHash: sealed.hash,
    ...(asked && { asked }),
  }
  const expectedRevision = key.epoch === 1 ? ('none' as const) : key.epoch - 2
  const event = epochClosed.create(newId(), data)
  try {
    await events.append([{ stream: streams.epochs, expectedRevision, events: [event] }])
  } catch (error) {
    if (!isWrongRevision(error)) throw error
    fail('close.anotherClosed', `Epoch ${key.epoch} was closed by another process in the meantime.`)
  }
}
