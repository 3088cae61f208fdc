/** One payee's part of a call, and nothing of others: neither the call's amount nor its asset is in it. */
import { fail, HeadwaterError } from '../../errors.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import { formatAmount, minus, parseAmount } from '../../money/ledgerUnits.ts'
import type { Explanation, PayeeExplanation } from '../answers.ts'
import type { ExplainDeps } from './explain.ts'

type Explain = (id: string, source?: string) => Promise<Explanation>

interface CallNames {
  readonly id: string
  readonly source?: string | undefined
}

/**
 * Only a payee who gets something of the call, or would without its corrections, learns that it exists.
 * @throws HeadwaterError `call.notFound`, `call.ambiguous` (data: sources of calls that the payee gets something of)
 */
export async function explainToPayee(
  { explain, registry }: Pick<ExplainDeps, 'registry'> & { readonly explain: Explain },
  payee: string,
  { id, source }: CallNames,
): Promise<PayeeExplanation> {
  const parts: PayeeExplanation[] = []
  for (const call of await callsNamed(explain, { id, source })) {
    const part = partOf(call, payee, registry)
    if (part !== undefined) parts.push(part)
  }
  const shown = JSON.stringify(id)
  if (parts.length > 1) {
    fail('call.ambiguous', `${parts.length} sources sent a call with the id ${shown}.`, {
      data: { sources: parts.map((part) => part.source) },
    })
  }
  return parts[0] ?? fail('call.notFound', `No accepted call has the id ${shown} and a part for this payee.`)
}

/** One for each source that sent the id. */
async function callsNamed(explain: Explain, { id, source }: CallNames): Promise<Explanation[]> {
  try {
    return [await explain(id, source)]
  } catch (error) {
    if (!(error instanceof HeadwaterError)) throw error
    if (error.code === 'call.notFound') return []
    if (error.code !== 'call.ambiguous') throw error
    return Promise.all(((error.data?.sources ?? []) as readonly string[]).map((from) => explain(id, from)))
  }
}

function partOf(
  call: Explanation,
  payee: string,
  { currencies }: ExplainDeps['registry'],
): PayeeExplanation | undefined {
  const ofPayee = (one: { readonly payee: string }) => one.payee === payee
  const before = call.uncorrected?.find(ofPayee)
  const line = call.payees.find(ofPayee) ?? (before && { payee, amount: '0', parts: [] })
  if (line === undefined) return undefined
  const { id, source, time, currency, state, epoch, late } = call
  const about = { id, source, time, currency, state, epoch, late }
  const { decimals } = currencies.get(call.currency as CurrencyCode)!
  const amounts = { amount: line.amount, before: before?.amount ?? '0' }
  return { ...about, ...line, ...takenBack(call, amounts, decimals) }
}

/** Who took how much back. The amount of a refund is of the whole call, which is not the payee's. */
function takenBack(
  { uncorrected, corrections }: Explanation,
  { amount, before }: { readonly amount: string; readonly before: string },
  decimals: number,
): Pick<PayeeExplanation, 'uncorrected' | 'takenBack' | 'corrections'> {
  const units = (text: string) => parseAmount(text, decimals)
  return {
    ...(uncorrected && {
      uncorrected: before,
      takenBack: formatAmount(minus(units(before), units(amount)), decimals),
    }),
    ...(corrections && {
      corrections: corrections.map(({ currency: _, amount: __, ...correction }) => correction),
    }),
  }
}
