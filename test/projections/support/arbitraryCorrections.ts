/** Any calls, refunds, disputes, closings and postings in any batches and epochs, with cost cards and cuts. */
import fc from 'fast-check'
import type { AssetId, CurrencyCode, PayeeId } from '../../../src/events/ids.ts'
import type { Micros } from '../../../src/events/time.ts'
import type { BatchKey, RowKey } from '../../../src/log/keys.ts'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import type { Share } from '../../../src/money/share.ts'
import type { CorrectedQuery, Costs } from '../../../src/usage/corrected.ts'
import type { CorrectionType, StoredCorrection } from '../../../src/usage/kinds/correction.ts'
import type { PostingType, StoredPosting } from '../../../src/usage/kinds/posting.ts'
import type { EpochEnd, SettlementWindow } from '../../../src/usage/reader.ts'
import { id, withIds } from '../../support/id.ts'
import { call, type TestCall, testIdentity } from './calls.ts'
import { unique, uniqueKey } from './store.ts'

const second = 1_000_000
const start = 1_700_000_000 * second
const at = (step: number): Micros => start + step * second

interface Named {
  readonly source: string
  readonly id: string
}

interface CorrectionFields extends Named {
  readonly type: CorrectionType
  readonly target: Named
  readonly time: Micros
  readonly currency: string
  readonly amount: bigint
  readonly whole: boolean
}

type PostingFields = Named &
  Pick<StoredPosting, 'type' | 'time'> & {
    readonly payee: string
    readonly to: string
    readonly currency: string
    readonly amount: bigint
  }

interface BatchFields {
  readonly partition: number
  readonly stray: boolean
  readonly calls: readonly TestCall[]
  readonly corrections: readonly CorrectionFields[]
  readonly postings: readonly PostingFields[]
}

/** The rows of a batch as a store gets them. */
interface CorrectedBatch {
  readonly key: BatchKey
  readonly calls: readonly TestCall[]
  readonly corrections: readonly StoredCorrection[]
  readonly postings: readonly StoredPosting[]
}

export interface CorrectedWorld {
  readonly batches: readonly CorrectedBatch[]
  readonly window: SettlementWindow
  readonly query: CorrectedQuery
}

const ids = fc.record({ source: fc.constantFrom('x', 'y'), id: fc.constantFrom('a', 'b', 'c') })
const disputes = fc.record({ source: fc.constant('z'), id: fc.constantFrom('1', '2', '3', '4', '5') })
const times = fc.integer({ min: 0, max: 8 }).map(at)
const currencies = fc.constantFrom('USD', 'USD', 'EUR')
const amounts = fc.oneof(fc.constantFrom(0n, 1n, 5n, 10n), fc.bigInt({ min: 0n, max: (1n << 160n) - 1n }))
const tokens = fc.constantFrom(-1, 0, 3, 10 ** 15)
const assets = fc.constantFrom('model:a', 'dataset:b', 'tool:c')

const calls = fc
  .record({
    name: ids,
    time: times,
    asset: assets,
    version: fc.constantFrom('', '', '1', '2'),
    currency: currencies,
    amount: amounts,
    inputTokens: tokens,
    outputTokens: tokens,
    cacheReadTokens: tokens,
    cacheWriteTokens: tokens,
  })
  .map(({ name, ...fields }) => call({ ...name, ...fields }))

const refunds = fc
  .record({
    name: disputes,
    target: ids,
    time: times,
    currency: currencies,
    amount: amounts,
    whole: fc.nat(5),
  })
  .map(
    ({ name, whole, ...fields }): CorrectionFields => ({
      ...{ source: name.source, id: `refund ${name.id}`, type: 'refunded', ...fields },
      ...(whole === 0 ? { whole: true, currency: '', amount: 0n } : { whole: false }),
    }),
  )

const others = fc
  .record({ name: disputes, target: ids, dispute: disputes, time: times, closes: fc.boolean() })
  .map(
    ({ name, target, dispute, time, closes }): CorrectionFields => ({
      ...{ source: name.source, time, currency: '', amount: 0n, whole: false },
      ...(closes
        ? { id: `closing ${name.id}`, type: 'closed', target: dispute }
        : { id: name.id, type: 'disputed', target }),
    }),
  )

const postings = fc.record({
  source: fc.constant('p'),
  id: fc.string({ minLength: 1, maxLength: 3 }),
  time: times,
  type: fc.constantFrom<PostingType>('transfer', 'payment', 'deposit'),
  payee: fc.constantFrom('lab', 'ü'),
  to: fc.constantFrom('', 'fund'),
  currency: currencies,
  amount: amounts,
})

const batches = fc.array(
  fc.record<BatchFields>({
    partition: fc.integer({ min: 0, max: 2 }),
    stray: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
    calls: fc.array(calls, { maxLength: 5 }),
    corrections: fc.array(fc.oneof(refunds, others), { maxLength: 5 }),
    postings: fc.array(postings, { maxLength: 2 }),
  }),
  { minLength: 2, maxLength: 8 },
)

const ends = fc
  .array(
    fc.record({ time: fc.integer({ min: 0, max: 8 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    {
      maxLength: 3,
    },
  )
  .map((list) => {
    const shares = list.map(({ share }) => share).sort((one, other) => one - other)
    const untils = [...new Set(list.map(({ time }) => time))].sort((one, other) => one - other)
    return untils.map((until, place) => ({ until: at(until), share: shares[place]! }))
  })

const cards = fc.array(
  fc.record({
    asset: assets.map((text) => id<AssetId>(text)),
    payee: fc.constantFrom('gpu', 'cloud').map((text) => id<PayeeId>(text)),
    currency: fc.constantFrom('USD', 'EUR').map((text) => id<CurrencyCode>(text)),
    effectiveFrom: times,
    share: fc.constantFrom(0, 1, 100_000_000, 1_000_000_000).map((share) => share as Share),
    perCall: fc.constantFrom(0n, 2n, 1n << 160n).map(ledgerUnits),
    perToken: fc.record({
      input: fc.constantFrom(0n, 1n).map(ledgerUnits),
      output: fc.constantFrom(0n, 2n).map(ledgerUnits),
      cacheRead: fc.constantFrom(0n, 1n << 160n).map(ledgerUnits),
      cacheWrite: fc.constantFrom(0n, 3n).map(ledgerUnits),
    }),
  }),
  { maxLength: 4 },
)

const windows: fc.Arbitrary<Omit<SettlementWindow, 'scope' | 'releasedKeys'>> = fc.record({
  until: fc.integer({ min: 2, max: 9 }).map(at),
  boundaries: fc.constant<SettlementWindow['boundaries']>([
    { asset: id('model:a'), from: 0, version: 0 },
    { asset: id('model:a'), from: at(3), version: 1 },
    { asset: id('dataset:b'), from: 0, version: 2 },
  ]),
  named: fc.constant<SettlementWindow['named']>([
    { asset: id('model:a'), version: id('1'), index: 0 },
    { asset: id('model:a'), version: id('2'), index: 1 },
    { asset: id('tool:c'), version: id('1'), index: 3 },
  ]),
  fees: fc.constantFrom(
    [{ from: 0, feeGroup: 0 }],
    [
      { from: 0, feeGroup: 0 },
      { from: at(2), feeGroup: 1 },
      { from: at(6), feeGroup: 0 },
    ],
  ),
  cuts: fc.uniqueArray(times, { maxLength: 3 }).map((list) => list.sort((one, other) => one - other)),
})

/** Each world is in partitions of its own. */
export function arbitraryCorrections(): fc.Arbitrary<CorrectedWorld> {
  return fc
    .record({
      fields: batches,
      window: windows,
      cards,
      ends,
      instants: fc.uniqueArray(times, { maxLength: 4 }).map((list) => list.sort((one, other) => one - other)),
      rowsMax: fc.constantFrom(1, 3, 1_000),
    })
    .map(({ fields, window, cards, ends, instants, rowsMax }) => {
      const { batches, scope } = placed(unique('corrected'), fields)
      const all = cards.map((card, revision) => ({ ...card, revision }))
      const costs = all.length > 0 ? costsOf(all) : undefined
      const earlier = ends
        .filter(({ until }) => until < window.until)
        .map(({ until, share }): EpochEnd => ({ until, watermarks: partOf(scope.watermarks, share) }))
      const previous = earlier.at(-1)
      return {
        batches,
        window: {
          ...window,
          ...(costs && { costs }),
          scope,
          releasedKeys: [],
          ...(previous && { previous }),
        },
        query: {
          ends: earlier,
          instants,
          rowsMax,
          cardOf: cardOf(window.named, window.boundaries, costs),
        },
      }
    })
}

/** The keys of the batches, the first row of each identity, and all others excluded. */
function placed(prefix: string, fields: readonly BatchFields[]) {
  const next = new Map<string, number>()
  const strayAttempts: BatchKey[] = []
  const excludedRows: RowKey[] = []
  const seen = new Set<string>()
  const batches = fields.map(({ partition: number, stray, calls, corrections, postings }): CorrectedBatch => {
    const partition = `${prefix}-${number}`
    const revision = next.get(partition) ?? 0
    const key = { partition, revision, attempt: uniqueKey() }
    if (stray) strayAttempts.push(key)
    else next.set(partition, revision + 1)
    for (const [row, named] of [...calls, ...corrections, ...postings].entries()) {
      const name = `${named.source} ${named.id}`
      if (stray) continue
      if (seen.has(name)) excludedRows.push({ ...key, row })
      seen.add(name)
    }
    return {
      key,
      calls,
      corrections: corrections.map((row, place) =>
        storedCorrection(row, { ...key, row: calls.length + place }),
      ),
      postings: postings.map((row, place) =>
        storedPosting(row, { ...key, row: calls.length + corrections.length + place }),
      ),
    }
  })
  const watermarks = new Map([...next].map(([partition, count]) => [partition, count - 1]))
  return { batches, scope: { watermarks, strayAttempts, excludedRows } }
}

function keysOf(named: Named) {
  const identity = testIdentity(named).toString('hex')
  return { identity, content: identity }
}

function storedCorrection({ target, amount, ...fields }: CorrectionFields, key: RowKey): StoredCorrection {
  return withIds<StoredCorrection>({
    ...key,
    ...keysOf(fields),
    ...fields,
    amount: ledgerUnits(amount),
    target: testIdentity(target).toString('hex'),
    targetSource: target.source,
    targetId: target.id,
    reason: 'why',
  })
}

function storedPosting({ amount, ...fields }: PostingFields, key: RowKey): StoredPosting {
  return withIds<StoredPosting>({
    ...key,
    ...keysOf(fields),
    ...fields,
    amount: ledgerUnits(amount),
    note: 'n',
  })
}

function partOf(watermarks: ReadonlyMap<string, number>, share: number): Map<string, number> {
  const part = [...watermarks].map(
    ([partition, last]) => [partition, Math.floor((last + 1) * share) - 1] as const,
  )
  return new Map(part.filter(([, last]) => last >= 0))
}

function costsOf(cards: Costs['cards']): Costs {
  const inForce = cards.filter(
    (card, place) =>
      !cards.some(
        (other, later) =>
          later > place &&
          other.asset === card.asset &&
          other.currency === card.currency &&
          other.effectiveFrom === card.effectiveFrom,
      ),
  )
  const boundaries = inForce
    .map((card) => ({ ...card, from: card.effectiveFrom, card: cards.indexOf(card) + 1 }))
    .sort((one, other) => one.from - other.from)
  return { cards, boundaries }
}

/** Some card of those that came into force by the time of the calls: which one depends on everything it may depend on. */
function cardOf(
  named: SettlementWindow['named'],
  boundaries: SettlementWindow['boundaries'],
  costs: Costs | undefined,
): CorrectedQuery['cardOf'] {
  return ({ epoch, version, isNamed, currency, time }) => {
    const asset =
      named.find(({ index }) => index === version)?.asset ??
      boundaries.find((boundary) => boundary.version === version)!.asset
    const known = (costs?.cards ?? [])
      .map((card, place) => ({ ...card, number: place + 1 }))
      .filter((card) => card.asset === asset && card.currency === currency && card.effectiveFrom <= time)
    return known[(epoch + version + Number(isNamed)) % Math.max(1, known.length)]?.number ?? 0
  }
}
