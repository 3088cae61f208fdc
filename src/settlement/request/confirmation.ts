/**
 * What a close confirms: until, position and hash of a preview. As one text they identify an epoch, so that a user
 * copies one string and no process has to keep previews.
 */
import { fail } from '../../errors.ts'
import type { Micros } from '../../events/time.ts'
import { formatTime, parseTime } from '../../events/time.ts'
import type { Position } from '../../eventstore/port.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'

export interface Confirmation {
  readonly until: Micros
  /** Undefined for the end of the log: only the hash was given. */
  readonly position: Position | undefined
  /** SHA-256 of the manifest. */
  readonly hash: string
}

const form = /^([^_]{1,64})_([0-9]{1,15})_([0-9a-f]{64})$/
const hashForm = /^[0-9a-f]{64}$/

export function confirmationText({ until, position, hash }: Confirmation): string {
  return `${formatTime(until)}_${position}_${hash}`
}

/**
 * @param until where it was given too
 * @throws HeadwaterError `close.confirmMalformed`, `close.notAsConfirmed`
 */
export function parseConfirmation(text: string, until: Micros | undefined): Confirmation {
  if (hashForm.test(text) && until !== undefined) return { until, position: undefined, hash: text }
  const [, untilText, position, hash] = form.exec(text) ?? []
  if (untilText === undefined || position === undefined || hash === undefined) {
    const shown = JSON.stringify(text.slice(0, 160))
    fail('close.confirmMalformed', `${shown} is not the text that a preview gives to confirm.`, {
      path: '/confirm',
    })
  }
  const confirmed = parseTime(untilText, '/confirm')
  if (until !== undefined && until !== confirmed) {
    notAsConfirmed(
      `it ends at ${formatTime(confirmed)}, and the close was asked to end at ${formatTime(until)}`,
      {
        until: formatTime(confirmed),
      },
    )
  }
  return { until: confirmed, position: Number(position), hash }
}

/**
 * The cases in which the log alone shows that the confirmed epoch can't be closed.
 * @throws HeadwaterError `close.notAsConfirmed`
 */
export function requireConfirmable(
  { until, position, hash }: Confirmation,
  epochs: readonly ClosedEpoch[],
  head: Position,
): void {
  const same = epochs.find(({ manifestHash }) => manifestHash === hash)
  if (same)
    notAsConfirmed(`epoch ${same.epoch} is closed already, with exactly this manifest`, {
      closed: same.epoch,
    })
  if (position !== undefined && position > head) {
    notAsConfirmed(`it was computed at position ${position}, and the log ends at ${head}`, { position, head })
  }
  const last = epochs.at(-1)
  if (last !== undefined && (until <= last.until || (position !== undefined && position < last.position))) {
    notAsConfirmed(`epoch ${last.epoch} was closed meanwhile, until ${formatTime(last.until)}`, {
      closed: last.epoch,
    })
  }
}

/** @throws HeadwaterError `close.notAsConfirmed` */
export function requireConfirmed(
  confirmed: Confirmation,
  { epoch, position, hash }: { readonly epoch: number; readonly position: Position; readonly hash: string },
): void {
  if (confirmed.hash === hash) return
  const why =
    confirmed.position === undefined
      ? `the log ends at position ${position} now, and what was recorded since may change it`
      : 'an epoch was closed meanwhile, or the preview is of another ledger or another version of Headwater'
  notAsConfirmed(
    `epoch ${epoch} until ${formatTime(confirmed.until)} at position ${position} would have the manifest ${hash}, not ${confirmed.hash}: ${why}`,
    { epoch, position, hash, confirmed: confirmed.hash },
  )
}

function notAsConfirmed(difference: string, data: Readonly<Record<string, string | number>>): never {
  fail('close.notAsConfirmed', `What was confirmed can't be closed: ${difference}.`, { data })
}
