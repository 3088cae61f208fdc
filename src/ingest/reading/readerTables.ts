/** What the reader in WebAssembly has to know of events, made of what the reader of single calls uses. */
import { timeMax, timeMin } from '../../events/time.ts'
import { contentPrefix, contentSlices } from '../batch/callLayout.ts'
import { callTypeBytes } from '../calls/fastCall.ts'
import { keyTables } from '../calls/fastFields.ts'
import { nameBytes } from '../calls/nameBytes.ts'

export const readerTables = {
  keys: keyTables,
  nameBytes,
  callType: Uint8Array.from(callTypeBytes),
  contentPrefix,
  /** The texts of a content after its time, as places in `callText`. */
  contentFields: Int32Array.from(contentSlices, (slice) => slice / 2),
  /** Microseconds since 1970. */
  timeMin: BigInt(timeMin),
  timeMax: BigInt(timeMax),
}

/** They may be copied to another thread. */
export type ReaderTables = typeof readerTables
