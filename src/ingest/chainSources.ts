/**
 * Sources that begin with `chain:` are those of events that a chain source made of final blocks: nothing else may send
 * them, or anyone could take the identity of a payment before it is made, with another amount.
 */
import type { Fault } from '../errors.ts'
import type { EventPermissions } from './answers.ts'
import { type CallRow, callText } from './calls/callRow.ts'

const prefix = 'chain:'
const prefixBytes = Buffer.from(prefix)

export function chainSourceFault(source: string, { chain }: EventPermissions): Fault | undefined {
  if (chain || !source.startsWith(prefix)) return undefined
  const message = `The source ${JSON.stringify(source.slice(0, 255))} begins with "chain:", which only events of a chain source have.`
  return { code: 'access.chainSource', message, path: '/source' }
}

/** The same for a call that is read without its schema. */
export function mayHaveSource({ bytes, slices }: CallRow, { chain }: EventPermissions): boolean {
  if (chain) return true
  const from = slices[callText.source * 2]!
  for (let at = 0; at < prefixBytes.length; at++) {
    if (bytes[from + at] !== prefixBytes[at]) return true
  }
  return false
}
