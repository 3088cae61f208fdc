/**
 * Rows that a close excludes although they say something else than the row that counts: entries of the refused list, so
 * that an operator finds them beside every other refused event. Each is written as an event again, from its row.
 */
import {
  type CallField,
  type CorrectionEvent,
  callType,
  type DescriptionEvent,
  type PostingEvent,
  paymentNames,
  type TokenClass,
  tokenClasses,
} from '../../events/index.ts'
import { formatTime } from '../../events/time.ts'
import { batchName, type RowKind } from '../../log/keys.ts'
import { formatAmount, type LedgerUnits } from '../../money/ledgerUnits.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import type { CorrectionType, StoredCorrection } from '../../usage/kinds/correction.ts'
import type { StoredDescription } from '../../usage/kinds/description.ts'
import type { PostingType, StoredPosting } from '../../usage/kinds/posting.ts'
import type { StoredRows } from '../../usage/kinds.ts'
import type { RowKeyOfIdentity, UsageReader } from '../../usage/reader.ts'
import type { RefusedEvent } from '../../usage/refused.ts'
import { conflictId } from '../../usage/refusedId.ts'

/** Further conflicts are listed with what the identity gives, without a search for the rest of their row. */
const conflictsDetailedMax = 1_000

export async function refuseConflicts(
  usage: UsageReader,
  conflicts: readonly RowKeyOfIdentity[],
  decimalsOf: (currency: string) => number,
  refusedAt: Date,
): Promise<RefusedEvent[]> {
  const refused: RefusedEvent[] = []
  for (const [at, row] of conflicts.entries()) {
    const event = await wireEvents[row.kind](row, {
      find: (kind) => (at < conflictsDetailedMax ? findRow(usage, kind, row) : undefined),
      amount: (amount) => formatAmount(amount, decimalsOf(row.currency)),
    })
    refused.push(refusedConflict(row, event, refusedAt))
  }
  return refused
}

async function findRow<Kind extends RowKind>(
  usage: UsageReader,
  kind: Kind,
  row: RowKeyOfIdentity,
): Promise<StoredRows[Kind] | undefined> {
  const found = await usage.findRows(kind, row.id, row.source)
  return found.find((stored) => batchName(stored) === batchName(row) && stored.row === row.row)
}

function refusedConflict(row: RowKeyOfIdentity, event: object, refusedAt: Date): RefusedEvent {
  const raw = JSON.stringify({ specversion: '1.0', ...event })
  const code = 'event.conflict'
  const format = 'cloudevents'
  const what = row.kind === 'call' ? 'call' : 'event'
  return {
    id: conflictId(raw, code, format),
    origin: `batch ${row.revision} of partition ${row.partition}`,
    format,
    line: row.row + 1,
    code,
    path: '',
    message: `Another ${what} was recorded before under the id ${JSON.stringify(row.id)} of this source; the first stands.`,
    raw,
    refusedAt: refusedAt.toISOString(),
  }
}

interface Known {
  /** The whole row; undefined where it is not looked for, or not there. */
  readonly find: <Kind extends RowKind>(kind: Kind) => Promise<StoredRows[Kind] | undefined> | undefined
  readonly amount: (amount: LedgerUnits) => string
}

/** The event as far as its row gives it. Fields that are left out are undefined. */
const wireEvents: Record<RowKind, (row: RowKeyOfIdentity, known: Known) => Promise<object>> = {
  call: async (row, known) => wireCall(row, await known.find('call'), known),
  correction: async (row, known) => wireCorrection(row, await known.find('correction'), known),
  posting: async (row, known) => wirePosting(row, await known.find('posting'), known),
  description: async (row, known) => wireDescription(row, await known.find('description')),
}

const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

/** A priced call came without its amount. */
function wireCall(row: RowKeyOfIdentity, call: StoredCall | undefined, { amount }: Known): object {
  const priced = call?.priced === true
  return {
    type: callType,
    source: row.source,
    id: row.id,
    time: call && formatTime(call.time),
    data: {
      asset: call?.asset,
      version: given(call?.version),
      amount: priced ? undefined : amount(row.amount),
      currency: priced ? undefined : row.currency,
      caller: given(call?.caller),
      agent: given(call?.agent),
      tokens: call && wireTokens(call),
      traceId: given(call?.traceId),
      providerCallId: given(call?.providerCallId),
    } satisfies Record<CallField, unknown>,
  }
}

function wireTokens(
  call: Pick<StoredCall, `${TokenClass}Tokens`>,
): Readonly<Record<string, number>> | undefined {
  const counts = tokenClasses.map((name) => [name, call[`${name}Tokens`]] as const)
  const given = counts.filter(([, count]) => count >= 0)
  return given.length > 0 ? Object.fromEntries(given) : undefined
}

const correctionTypes = {
  refunded: 'io.headwater.call.refunded',
  disputed: 'io.headwater.call.disputed',
  closed: 'io.headwater.dispute.closed',
} as const satisfies Record<CorrectionType, CorrectionEvent['type']>

function wireCorrection(
  { source, id, currency, ...row }: RowKeyOfIdentity,
  correction: StoredCorrection | undefined,
  { amount }: Known,
): object {
  const names = { source, id }
  if (correction === undefined) return names
  const { type, targetSource, targetId, reason } = correction
  const target = { source: targetSource, id: targetId }
  return {
    type: correctionTypes[type],
    ...names,
    time: formatTime(correction.time),
    data: {
      ...(type === 'closed' ? { dispute: target } : { call: target }),
      amount: currency === '' ? undefined : amount(row.amount),
      currency: given(currency),
      reason: given(reason),
    },
  }
}

const postingTypes = {
  transfer: 'io.headwater.transfer.recorded',
  payment: 'io.headwater.payment.recorded',
  deposit: 'io.headwater.deposit.recorded',
} as const satisfies Record<PostingType, PostingEvent['type']>

function wirePosting(
  { source, id, currency, ...row }: RowKeyOfIdentity,
  posting: StoredPosting | undefined,
  { amount }: Known,
): object {
  const names = { source, id }
  if (posting === undefined) return names
  const { type, payee, to, note } = posting
  const money = { currency, amount: amount(row.amount) }
  return {
    type: postingTypes[type],
    ...names,
    time: formatTime(posting.time),
    data:
      type === 'transfer'
        ? { from: payee, to, ...money, reason: given(note) }
        : { payee, ...money, reference: given(note) },
  }
}

const describedType: DescriptionEvent['type'] = 'io.headwater.payment.described'

function wireDescription({ source, id }: RowKeyOfIdentity, described: StoredDescription | undefined): object {
  const names = { source, id }
  if (described === undefined) return names
  const { payment, asset, version, caller, traceId, providerCallId, validBefore } = described
  return {
    type: describedType,
    ...names,
    time: formatTime(described.time),
    data: {
      payment: paymentNames(payment),
      asset,
      version: given(version),
      caller: given(caller),
      tokens: wireTokens(described),
      traceId: given(traceId),
      providerCallId: given(providerCallId),
      validBefore: validBefore < 0 ? undefined : formatTime(validBefore),
    } satisfies Record<keyof DescriptionEvent['data'], unknown>,
  }
}
