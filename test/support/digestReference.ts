/**
 * The digests over calls as an outsider computes them from plain rows, by what docs/settlement.md says. It shares
 * nothing with Headwater's own code.
 */
import { createHash } from 'node:crypto'

export interface PlainCall {
  /** 32 hex digits. */
  readonly identity: string
  readonly content: string
  /** Microseconds since 1970. */
  readonly time: number
  /** Ledger units. */
  readonly amount: bigint
  readonly priced: boolean
  /** −1 where left out, like the next three. */
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  readonly source: string
  readonly id: string
  readonly asset: string
  readonly version: string
  readonly currency: string
  readonly caller: string
  readonly agent: string
  readonly traceId: string
  readonly providerCallId: string
}

/** Of a call, in the order of the columns. */
export const textFields = [
  'source',
  'id',
  'asset',
  'version',
  'currency',
  'caller',
  'agent',
  'traceId',
  'providerCallId',
] as const

/** `sha256-columns` of the calls of a batch, in their order. */
export function columnsDigestOf(calls: readonly PlainCall[]): string {
  const list = (values: readonly Buffer[]) => sha256(leb128(values.length), ...values)
  const wide = calls.map(({ amount }, row) => ({ amount, row })).filter(({ amount }) => amount >= 2n ** 64n)
  const digests = [
    list(calls.map((call) => Buffer.from(call.identity, 'hex'))),
    list(calls.map((call) => Buffer.from(call.content, 'hex'))),
    list(calls.map((call) => number(BigInt(call.time), 8))),
    list(calls.map((call) => number(call.amount % 2n ** 64n, 8))),
    list(wide.map(({ row }) => number(BigInt(row), 4))),
    list(wide.map(({ amount }) => number(amount, 32))),
    list(calls.map((call) => number(call.priced ? 1n : 0n, 1))),
    list(calls.map((call) => number(BigInt(call.inputTokens), 8))),
    list(calls.map((call) => number(BigInt(call.outputTokens), 8))),
    list(calls.map((call) => number(BigInt(call.cacheReadTokens), 8))),
    list(calls.map((call) => number(BigInt(call.cacheWriteTokens), 8))),
    sha256(
      Buffer.concat(
        calls.flatMap((call) => textFields.flatMap((name) => [Buffer.from(call[name]), Buffer.of(0xff)])),
      ),
    ),
  ]
  return sha256(...digests).toString('hex')
}

/** `sha256-calls` of the calls that an epoch settled, in any order. */
export function callsDigestOf(calls: readonly PlainCall[]): string {
  return hashesDigest(calls, callHash)
}

/** The digest of corrections that counted so far, in any order. */
export function correctionsDigestOf(corrections: readonly PlainCorrection[]): string {
  return hashesDigest(corrections, (correction) =>
    rowHash(correction, [number(correction.whole ? 1n : 0n, 1)], correctionTexts),
  )
}

/** The digest of postings that counted so far, in any order. */
export function postingsDigestOf(postings: readonly PlainPosting[]): string {
  return hashesDigest(postings, (posting) => rowHash(posting, [], postingTexts))
}

interface PlainRow {
  /** 32 hex digits. */
  readonly identity: string
  /** Microseconds since 1970. */
  readonly time: number
  /** Ledger units. */
  readonly amount: bigint
}

const correctionTexts = ['source', 'id', 'type', 'targetSource', 'targetId', 'currency', 'reason'] as const
const postingTexts = ['source', 'id', 'type', 'payee', 'to', 'currency', 'note'] as const

type PlainCorrection = PlainRow & { readonly whole: boolean } & Readonly<
    Record<(typeof correctionTexts)[number], string>
  >
type PlainPosting = PlainRow & Readonly<Record<(typeof postingTexts)[number], string>>

function hashesDigest<Row extends PlainRow>(rows: readonly Row[], hashOf: (row: Row) => Buffer): string {
  const buckets = Array.from({ length: 256 }, (_, first) =>
    rows.filter(({ identity }) => Number.parseInt(identity.slice(0, 2), 16) === first).map(hashOf),
  )
  const digests = buckets.map((hashes) => sha256(leb128(hashes.length), ...hashes.sort(byLastBytes)))
  return sha256(...digests).toString('hex')
}

function callHash(call: PlainCall): Buffer {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = call
  const counts = [inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens]
  const numbers = [number(call.priced ? 1n : 0n, 1), ...counts.map((count) => number(BigInt(count), 8))]
  return rowHash(call, numbers, textFields)
}

function rowHash<Name extends string>(
  row: PlainRow & Readonly<Record<Name, string>>,
  numbers: readonly Buffer[],
  texts: readonly Name[],
): Buffer {
  const { time, amount } = row
  return sha256(
    number(BigInt(time), 8),
    number(amount % 2n ** 64n, 8),
    ...numbers,
    ...texts.flatMap((name) => [Buffer.from(row[name]), Buffer.of(0xff)]),
    ...(amount < 2n ** 64n ? [] : [Buffer.from('amount'), Buffer.of(0xff), number(amount, 32)]),
  )
}

/** As little-endian numbers. */
function byLastBytes(one: Buffer, other: Buffer): number {
  return Buffer.compare(Buffer.from(one).reverse(), Buffer.from(other).reverse())
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}

/** Little-endian, two's complement. */
function number(value: bigint, bytes: number): Buffer {
  const digits = BigInt.asUintN(bytes * 8, value).toString(16)
  return Buffer.from(digits.padStart(bytes * 2, '0'), 'hex').reverse()
}

function leb128(value: number): Buffer {
  return value < 128 ? Buffer.of(value) : Buffer.concat([Buffer.of((value % 128) + 128), leb128(value >> 7)])
}
