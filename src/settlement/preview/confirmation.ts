/** The text that a preview gives to `close --confirm`: until, position and hash, so that it alone identifies an epoch. */
import type { Micros } from '../../events/time.ts'
import { formatTime } from '../../events/time.ts'
import type { Position } from '../../eventstore/port.ts'

interface Confirmation {
  readonly until: Micros
  readonly position: Position
  /** SHA-256 of the manifest. */
  readonly hash: string
}

export function confirmationOf({ until, position, hash }: Confirmation): string {
  return `${formatTime(until)}_${position}_${hash}`
}
