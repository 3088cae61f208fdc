/** Events that decoders make of logs, and the names in them. */
import { formatTime } from '../../events/time.ts'
import { atomsInUnits, formatAmount, formatShare, storedAtoms } from '../../money/index.ts'
import type { ChainBlock, ChainEvent, ChainLog, Listed } from '../source/decoder.ts'

/** What became of one log, without the fields that follow from its place. */
export interface Outcome {
  readonly events?: readonly { readonly type: string; readonly data: ChainEvent['data'] }[]
  readonly listed?: readonly Omit<Listed, 'place'>[]
}

/** `<transaction hash>/<place of the log in it>`, which names a log whatever block it comes in. */
export function placeOf({ transactionHash, placeInTransaction }: ChainLog): string {
  return `${transactionHash}/${placeInTransaction}`
}

/** The events of one log: ids are its place, with `/1`, `/2`, … for all but the first. */
export function eventsOfLog(
  source: string,
  block: ChainBlock,
  log: ChainLog,
  events: NonNullable<Outcome['events']>,
): ChainEvent[] {
  return events.map(({ type, data }, index) => ({
    specversion: '1.0',
    id: index === 0 ? placeOf(log) : `${placeOf(log)}/${index}`,
    source,
    type: `io.headwater.${type}`,
    time: timeText(block.time),
    data,
  }))
}

/** An account as the payee that it is: a CAIP-10 account in lower case. */
export function payeeOf(chain: string, address: string): string {
  return `${chain}:${address.toLowerCase()}`
}

/** @param seconds since 1970 */
export function timeText(seconds: number | bigint): string {
  return formatTime(Number(seconds) * 1_000_000)
}

/** @param parts parts per billion */
export function shareText(parts: number): string {
  return formatShare(parts)
}

/** `value` × 10^-`digits` as an amount. */
export function scaledText(value: bigint, digits: number): string {
  return formatAmount(atomsInUnits(storedAtoms(value)), digits)
}

const textBytesMax = 1_024

/** A text of a contract as an optional field of an event: left out where it is empty, or longer than a field may be. */
export function optionalText<Name extends string>(name: Name, text: string): { [name in Name]?: string } {
  const bytes = Buffer.byteLength(text)
  return (bytes === 0 || bytes > textBytesMax ? {} : { [name]: text }) as { [name in Name]?: string }
}
