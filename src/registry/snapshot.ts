/**
 * The registry as bytes, so that a start does not replay every event. A snapshot that cannot be read is ignored, and
 * the events are replayed. Layout: 4 bytes `HWR4`, 32 bytes SHA-256 of the rest, then the count, the digest and the
 * `sections` of types.ts. Another layout needs another number in the first bytes.
 */
import { createHash } from 'node:crypto'
import { fail } from '../errors.ts'
import { SnapshotReader, SnapshotWriter } from './snapshotBytes.ts'
import { createRegistry, type RegistryState } from './state.ts'
import { sections } from './types.ts'

const magic = Buffer.from('HWR4')
const magicBytes = 4
const headBytes = magicBytes + 32

/** Writes the whole state. `fromSnapshot` returns an equal one. */
export function toSnapshot(state: RegistryState): Uint8Array {
  const writer = new SnapshotWriter()
  write(writer, state)
  const body = writer.taken()
  const bytes = new Uint8Array(headBytes + body.length)
  bytes.set(magic)
  bytes.set(checksum(body), magicBytes)
  bytes.set(body, headBytes)
  return bytes
}

/**
 * @throws HeadwaterError `snapshot.unreadable` if the bytes are damaged or of another format; then replay the events
 */
export function fromSnapshot(bytes: Uint8Array): RegistryState {
  const body = bytes.subarray(headBytes)
  const isOurs = magic.equals(bytes.subarray(0, magicBytes))
  if (!isOurs || !checksum(body).equals(bytes.subarray(magicBytes, headBytes))) {
    fail('snapshot.unreadable', 'The snapshot of the registry is damaged or of another format.')
  }
  const reader = new SnapshotReader(body)
  const state = read(reader)
  if (!reader.atEnd)
    fail('snapshot.unreadable', 'The snapshot of the registry goes on after its last section.')
  return state
}

function checksum(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest()
}

function write(writer: SnapshotWriter, state: RegistryState): void {
  writer.int(state.count)
  writer.text(state.digest)
  for (const section of sections) section.write(writer, state)
}

function read(reader: SnapshotReader): RegistryState {
  const state = createRegistry()
  state.count = reader.int()
  state.digest = reader.text()
  for (const section of sections) section.read(reader, state)
  return state
}
