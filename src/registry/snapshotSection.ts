/** A part of the snapshot: what one kind of thing writes of the state, and reads again. */
import type { SnapshotReader, SnapshotWriter } from './snapshotBytes.ts'
import type { RegistryState } from './state.ts'

export interface SnapshotSection {
  readonly write: (writer: SnapshotWriter, state: RegistryState) => void
  /** Enters what was written into the state; the sections before it are in there. */
  readonly read: (reader: SnapshotReader, state: RegistryState) => void
}
