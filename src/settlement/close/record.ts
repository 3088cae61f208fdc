/**
 * Writes the books, reads them back, and then appends the event that makes them count. A close that stops earlier
 * leaves rows of an attempt that no event names.
 */
import { beside } from '../../base/beside.ts'
import { clausesDigest, edgesDigest, LotsDigest } from '../../books/digests.ts'
import type { LineRows } from '../../books/lineRows.ts'
import type { PayeeLots } from '../../books/lots.ts'
import type { BalanceStanding, BooksStore, EpochLines, PayoutLine } from '../../books/port.ts'
import { balanceRowsDigest, payoutRowsDigest } from '../../books/rowsDigest.ts'
import type { StateLine } from '../../books/stateLine.ts'
import { fail } from '../../errors.ts'
import { formatTime } from '../../events/time.ts'
import { isWrongRevision } from '../../eventstore/appends.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { type CloseAsked, type ClosedEpoch, type EpochClosed, epochClosed } from '../../log/epochClosed.ts'
import type { EpochKey, RowKey } from '../../log/keys.ts'
import { type StandingDigests, standingDigestsOf } from '../../log/manifest.ts'
import { type ManifestSigner, signedText } from '../../log/manifestSignature.ts'
import { recordExcluded } from '../../log/rowsExcluded.ts'
import { streams } from '../../log/streams.ts'
import { counter, type OnProgress } from '../progress.ts'
import { StandingColumns } from '../standingColumns.ts'
import { sortedWatermarks } from './composeManifest.ts'
import { areLotsWritten } from './lotsWritten.ts'
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
  readonly signer: ManifestSigner | undefined
  readonly written: EarlyBooks
}

/** Books that are written while the manifest is still made. No event names them yet. */
export class EarlyBooks {
  readonly #books: BooksStore
  readonly #key: EpochKey
  /** Of all epochs up to this one. */
  readonly #keys: readonly EpochKey[]
  readonly #onLines: (lines: number) => void
  /** Receives how many lines were read back. */
  readonly onRead: (lines: number) => void
  #earnings: Promise<void> | undefined
  #others: Promise<void> | undefined
  #reading: Promise<MoneyDigests> | undefined
  /** What the close waits for, and so reports. */
  #awaited: 'books' | 'check' | undefined

  /** @param closed keys of the earlier epochs, in order */
  constructor(books: BooksStore, key: EpochKey, closed: readonly EpochKey[], onProgress: OnProgress) {
    this.#books = books
    this.#key = key
    this.#keys = [...closed, key]
    const whileAwaited = (stage: 'books' | 'check') =>
      counter((progress) => this.#awaited === stage && onProgress(progress), stage)
    this.#onLines = whileAwaited('books')
    this.onRead = whileAwaited('check')
  }

  /** @param lines earnings alone, which are most and known first, or all */
  begin({ earnings, ...others }: Partial<EpochLines>): void {
    if (earnings !== undefined)
      this.#earnings ??= beside(this.#books.write(this.#key, { earnings }, this.#onLines))
    if (others.balances === undefined) return
    // Balances and payouts are read back while the engine still takes in earnings.
    this.#others ??= beside(this.#books.write(this.#key, others, this.#onLines, () => void this.#read()))
  }

  async finish(lines: EpochLines): Promise<void> {
    this.#awaited = 'books'
    this.begin(lines)
    const writing = [this.#earnings, this.#others]
    const ends = await Promise.allSettled(writing)
    // Nothing is read on behind the failure.
    if (ends.some(({ status }) => status === 'rejected')) await Promise.allSettled([this.#reading])
    await Promise.all(writing)
  }

  /** The digests of what stands, as it is read back. */
  standing(): Promise<MoneyDigests> {
    this.#awaited = 'check'
    return this.#read()
  }

  #read(): Promise<MoneyDigests> {
    const count = <Line>(_: LineRows<Line>, lines: number) => this.onRead(lines)
    this.#reading ??= beside(digestMoney(this.#books, this.#keys, { addBalances: count, addPayouts: count }))
    return this.#reading
  }

  /** Removes what was written, before any event may name it. */
  async discard(): Promise<void> {
    if (this.#earnings === undefined) return
    await Promise.allSettled([this.#earnings, this.#others])
    await Promise.allSettled([this.#reading])
    // What stays is as of a close that was killed: the next one moves it aside.
    await this.#books.remove([this.#key]).catch(() => {})
  }
}

export async function recordEpoch(
  recording: Recording,
  input: SettleInput,
  settled: SettledEpoch,
  onProgress: OnProgress,
): Promise<void> {
  const { key, closed, books } = recording
  onProgress({ stage: 'books' })
  await recording.written.finish(settled.lines)
  onProgress({ stage: 'check' })
  const written = [...closed, key]
  const digests = standingDigestsOf(settled.sealed.manifest)
  const one = () => recording.written.onRead(1)
  const money = await recording.written.standing()
  const found = { ...money, ...(await digestStateButLots(books, written, digests, { addState: one })) }
  const before = input.before.lots
  const areLots =
    digests.lots === undefined ||
    (await areLotsWritten(before, counted(books.epochLots(key), one), settled.payments.after.lots))
  requireDigests(
    { ...found, ...(areLots && digests.lots !== undefined && { lots: digests.lots }) },
    digests,
    {
      closed: written,
      what: 'the books just written',
    },
  )
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
 * What stands after the last of `closed`, in columns, compared with the digests in that epoch's manifest.
 * @throws HeadwaterError `close.booksDiffer`
 */
export async function readStanding(
  books: BooksStore,
  closed: readonly EpochKey[],
  digests: StandingDigests,
  what: string,
): Promise<Standing> {
  const standing = new StandingColumns()
  requireDigests(await digestStanding(books, closed, digests, standing), digests, { closed, what })
  return standing
}

/** What takes the lines of a standing. */
export interface StandingTaker {
  /** @param count of the lines */
  addBalances(lines: LineRows<BalanceStanding>, count: number): void
  addPayouts(lines: LineRows<PayoutLine>, count: number): void
  /** @param line of a clause or an edge */
  addState(line: StateLine): void
  addLots(lots: PayeeLots): void
}

/**
 * The digests of what stands after the last of `closed`, read in bounded memory.
 * @param committed those of its manifest: state to date is read where the manifest commits to it
 */
export async function digestStanding(
  books: BooksStore,
  closed: readonly EpochKey[],
  committed: Pick<StandingDigests, 'clauses'>,
  taker?: StandingTaker,
): Promise<StandingDigests> {
  const money = await digestMoney(books, closed, taker)
  const standing = { ...money, ...(await digestStateButLots(books, closed, committed, taker)) }
  if (committed.clauses === undefined) return standing
  const digest = new LotsDigest()
  for await (const lots of books.eachLots(closed)) {
    digest.add(lots)
    taker?.addLots(lots)
  }
  return { ...standing, lots: digest.hex() }
}

type MoneyDigests = Pick<StandingDigests, 'balances' | 'payouts'>

async function digestMoney(
  books: BooksStore,
  closed: readonly EpochKey[],
  taker?: Pick<StandingTaker, 'addBalances' | 'addPayouts'>,
): Promise<MoneyDigests> {
  const [balances, payouts] = [balanceRowsDigest(), payoutRowsDigest()]
  // The engine reads a part of the one while a part of the other is digested here.
  const both = [
    async () => {
      for await (const lines of books.balanceRows(closed)) {
        const count = balances.addAll(lines)
        taker?.addBalances(lines, count)
      }
    },
    async () => {
      for await (const lines of books.payoutRows(closed)) {
        const count = payouts.addAll(lines)
        taker?.addPayouts(lines, count)
      }
    },
  ].map((read) => beside(read()))
  await Promise.allSettled(both)
  await Promise.all(both)
  return { balances: balances.hex(), payouts: payouts.hex() }
}

async function digestStateButLots(
  books: BooksStore,
  closed: readonly EpochKey[],
  committed: Pick<StandingDigests, 'clauses'>,
  taker?: Pick<StandingTaker, 'addState'>,
): Promise<Pick<StandingDigests, 'clauses' | 'edges'>> {
  if (committed.clauses === undefined) return {}
  const digests = { clause: clausesDigest(), edge: edgesDigest() }
  for (const kind of ['clause', 'edge'] as const) {
    for await (const line of books.eachState(closed, { kind })) {
      digests[kind].add(line)
      taker?.addState(line)
    }
  }
  return { clauses: digests.clause.hex(), edges: digests.edge.hex() }
}

async function* counted<Item>(items: AsyncIterable<Item>, one: () => void): AsyncGenerator<Item> {
  for await (const item of items) {
    one()
    yield item
  }
}

const standingNames = ['balances', 'payouts', 'clauses', 'edges', 'lots'] as const

/** Which digests differ. */
export function differingDigests(
  found: StandingDigests,
  committed: StandingDigests,
): (typeof standingNames)[number][] {
  return standingNames.filter((name) => found[name] !== committed[name])
}

function requireDigests(
  found: StandingDigests,
  digests: StandingDigests,
  { closed, what }: { closed: readonly EpochKey[]; what: string },
): void {
  const differing = differingDigests(found, digests)
  if (differing.length > 0) {
    fail('close.booksDiffer', `The ${differing.join(' and ')} in ${what} are not those of the manifest.`, {
      data: { epoch: closed.at(-1)?.epoch ?? 0, differing },
    })
  }
}

async function appendClosed(
  { events, key, excluded, newId, asked, signer }: Recording,
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
    ...(await recordExcluded({ events, newId }, key, excluded)),
    manifest: sealed.text,
    manifestHash: sealed.hash,
    ...(asked && { asked }),
    ...(signer && { signature: signer.sign(signedText(sealed.hash)) }),
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
