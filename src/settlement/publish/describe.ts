/** Steps of a publication, as sentences. Pure. */
import type { Step, WaitFor } from './decide.ts'

type Missing = readonly { readonly token: string; readonly amount: bigint | string }[]

export function describeStep(step: Step): string {
  switch (step.do) {
    case 'record':
      return `recorded ${step.event.type}`
    case 'sign':
      return `signing and sending: ${step.call.purpose}, nonce ${step.nonce}`
    case 'reprice':
      return `sending again with higher fees: ${step.version.purpose}, nonce ${step.version.nonce}`
    case 'send':
      return `sending: ${step.version.purpose}, ${step.version.hash}`
    case 'wait':
      return describeWait(
        step.for,
        step.until === undefined ? undefined : formatSeconds(step.until),
        step.missing,
      )
    case 'done':
      return 'done'
    case 'halt':
      return 'stopped'
  }
}

/** @param until RFC 3339 */
export function describeWait(what: WaitFor, until: string | undefined, missing: Missing = []): string {
  const lacking = missing.map(({ token, amount }) => `${amount} atoms of ${token}`).join(', ')
  switch (what) {
    case 'mining':
      return 'waits until the transaction is in a block'
    case 'confirmations':
      return 'waits for blocks above the transaction'
    case 'window':
      return `waits until ${until}, when its window is over; then run the command again${lacking === '' ? '' : `; lacks ${lacking}`}`
    case 'funding':
      return `lacks ${lacking}: send them to the distributor, and run the command again`
    case 'feeLimit':
      return 'waits until the fees of the chain are below feeMax'
    case 'signer':
      return 'waits for another signer'
  }
}

/** @param seconds since 1970 */
export function formatSeconds(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace('.000', '')
}
