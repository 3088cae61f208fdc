/** Lists of descriptions in memory, in the slow, obvious way. */
import { compareUtf8 } from '../../src/base/utf8.ts'
import { batchName, type RowKey } from '../../src/log/keys.ts'
import type { DescriptionLists, DescriptionPlace, PaymentState } from '../../src/usage/descriptionLists.ts'
import type { StoredCall } from '../../src/usage/kinds/call.ts'
import type { StoredCorrection } from '../../src/usage/kinds/correction.ts'
import type { StoredDescription } from '../../src/usage/kinds/description.ts'
import type { UsageScope } from '../../src/usage/reader.ts'

const described = [
  ...(['asset', 'version', 'inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const),
  ...(['caller', 'traceId', 'providerCallId'] as const),
]
const paymentId = /^eip155:[0-9]+\/0x[0-9a-f]{40}\/0x[0-9a-f]{40}\//

export function memoryDescriptions(
  calls: readonly StoredCall[],
  corrections: readonly StoredCorrection[],
  descriptions: readonly StoredDescription[],
): DescriptionLists {
  return {
    async describing(payments) {
      return descriptions.filter(({ payment }) => payments.includes(payment))
    },
    async callsNamed(source, ids) {
      return calls
        .filter((row) => row.source === source && ids.includes(row.id))
        .map(({ partition, revision, attempt, row, id }) => ({ partition, revision, attempt, row, id }))
    },
    async descriptions(scope, { state, now }, { limit, after }) {
      const paid = (row: StoredDescription) =>
        calls.find(
          (call) => isInScope(scope, call) && call.id === row.payment && call.source.startsWith('chain:'),
        )
      const stateOf = (row: StoredDescription): PaymentState => {
        const call = paid(row)
        if (call) return described.every((name) => call[name] === row[name]) ? 'paid' : 'otherwise'
        return row.validBefore >= 0 && row.validBefore < now ? 'expired' : 'waiting'
      }
      return descriptions
        .filter((row) => isInScope(scope, row))
        .filter((row) => state === undefined || stateOf(row) === state)
        .filter((row) => after === undefined || comparePlaces(row, after) > 0)
        .sort(comparePlaces)
        .slice(0, limit)
        .map((row) => {
          const call = paid(row)
          if (call === undefined) return { ...row, state: stateOf(row) }
          const { source, asset, version, currency, amount, time } = call
          return { ...row, state: stateOf(row), call: { source, asset, version, currency, amount, time } }
        })
    },
    async doublePayments(scope, { limit, after }) {
      const byTime = (one: StoredCall, other: StoredCall) =>
        one.time - other.time || compareUtf8(one.id, other.id)
      const paying = calls.filter(
        (call) => isInScope(scope, call) && call.providerCallId !== '' && paymentId.test(call.id),
      )
      const refunded = (call: StoredCall) =>
        corrections.some(
          (row) => isInScope(scope, row) && row.type === 'refunded' && row.target === call.identity,
        )
      const purchases = Map.groupBy(paying, ({ source, providerCallId }) => `${source}\n${providerCallId}`)
      const key = ({ time, source, id }: { time: number; source: string; id: string }) =>
        [time, source, id] as const
      const compare = (one: readonly [number, string, string], other: readonly [number, string, string]) =>
        one[0] - other[0] || compareUtf8(one[1], other[1]) || compareUtf8(one[2], other[2])
      return [...purchases.values()]
        .flatMap((rows) => {
          const [first, ...others] = rows.sort(byTime)
          return others.map((call) => ({ first: first!, call }))
        })
        .filter(({ call }) => !refunded(call))
        .filter(({ call }) => after === undefined || compare(key(call), key(after)) > 0)
        .sort((one, other) => compare(key(one.call), key(other.call)))
        .slice(0, limit)
        .map(({ first, call }) => ({
          purchase: call.providerCallId,
          call: {
            ...{ source: call.source, id: call.id, time: call.time, asset: call.asset },
            ...{ version: call.version, currency: call.currency, amount: call.amount },
          },
          first: { source: first.source, id: first.id },
        }))
    },
  }
}

function isInScope(scope: UsageScope, row: RowKey): boolean {
  if (row.revision > (scope.watermarks.get(row.partition) ?? -1)) return false
  if (scope.strayAttempts.some((key) => batchName(key) === batchName(row))) return false
  return !scope.excludedRows.some((key) => batchName(key) === batchName(row) && key.row === row.row)
}

function comparePlaces(one: DescriptionPlace, other: DescriptionPlace): number {
  return (
    one.time - other.time ||
    compareUtf8(one.partition, other.partition) ||
    one.revision - other.revision ||
    one.row - other.row
  )
}
