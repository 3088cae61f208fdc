/** What the ledger's settings ask of registry events. */
import type { Micros } from '../events/time.ts'
import type { Recording } from '../registry/index.ts'

export interface RegistryRules {
  readonly backdating: 'allow' | 'report' | 'refuse'
  /** Hours before an account that is bound can be paid; undefined for none. */
  readonly accountNoticeHours: number | undefined
}

export const noRules: RegistryRules = { backdating: 'allow', accountNoticeHours: undefined }

const microsPerHour = 3_600_000_000

/** What an event is decided under that is recorded `now`. */
export function recordingAt(now: Micros, { accountNoticeHours }: RegistryRules): Recording {
  return accountNoticeHours === undefined ? {} : { payableFrom: now + accountNoticeHours * microsPerHour }
}
