/** A part of a snapshot: writes one part of the state and reads it again. */
import type { SnapshotReader, SnapshotWriter } from './snapshotBytes.ts'
import type { RegistryState } from './state.ts'

export interface SnapshotSection {
  readonly write: (writer: SnapshotWriter, state: RegistryState) => void
  /** Enters what `write` wrote. The state has the earlier sections already. */
  readonly read: (reader: SnapshotReader, state: RegistryState) => void
}
