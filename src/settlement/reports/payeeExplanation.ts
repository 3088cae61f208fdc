/** One payee's part of a call, and nothing of others: neither the call's amount nor its asset is in it. */
import { fail, HeadwaterError } from '../../errors.ts'
import type { Explanation, PayeeExplanation } from '../answers.ts'

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
  explain: Explain,
  payee: string,
  { id, source }: CallNames,
): Promise<PayeeExplanation> {
  const parts: PayeeExplanation[] = []
  for (const call of await callsNamed(explain, { id, source })) {
    const part = partOf(call, payee)
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

function partOf(call: Explanation, payee: string): PayeeExplanation | undefined {
  const ofPayee = (one: { readonly payee: string }) => one.payee === payee
  const before = call.uncorrected?.find(ofPayee)
  const line = call.payees.find(ofPayee) ?? (before && { payee, amount: '0', parts: [] })
  if (line === undefined) return undefined
  const { id, source, time, currency, state, epoch, late } = call
  const about = { id, source, time, currency, state, epoch, late }
  return { ...about, ...line, ...(call.uncorrected && { uncorrected: before?.amount ?? '0' }) }
}
