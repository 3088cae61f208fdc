/**
 * The registry as bytes, so that a start does not replay every event. A snapshot that cannot be read is ignored, and
 * the events are replayed. Layout: 4 bytes `HWR2`, 32 bytes SHA-256 of the rest, then the count, the digest and the
 * `sections` of types.ts. `HWR3`, where an account has a notice: after them the notices. Another layout needs another
 * number in the first bytes.
 */
import { createHash } from 'node:crypto'
import { fail } from '../errors.ts'
import { noticeSection } from './payee.ts'
import { SnapshotReader, SnapshotWriter } from './snapshotBytes.ts'
import type { SnapshotSection } from './snapshotSection.ts'
import { createRegistry, type RegistryState } from './state.ts'
import { sections } from './types.ts'

const layouts = [
  { magic: Buffer.from('HWR2'), covers: '', parts: [...sections] },
  // The checksum covers its number too, because one bit makes it the number before.
  { magic: Buffer.from('HWR3'), covers: 'HWR3', parts: [...sections, noticeSection] },
] as const
const magicBytes = 4
const headBytes = magicBytes + 32

/** Writes the whole state. `fromSnapshot` returns an equal one. */
export function toSnapshot(state: RegistryState): Uint8Array {
  const hasNotices = [...state.payees.values()].some(({ notices }) => notices !== undefined)
  const { magic, covers, parts } = layouts[hasNotices ? 1 : 0]
  const writer = new SnapshotWriter()
  write(writer, state, parts)
  const body = writer.taken()
  const bytes = new Uint8Array(headBytes + body.length)
  bytes.set(magic)
  bytes.set(checksum(covers, body), magicBytes)
  bytes.set(body, headBytes)
  return bytes
}

/**
 * @throws HeadwaterError `snapshot.unreadable` if the bytes are damaged or of another format; then replay the events
 */
export function fromSnapshot(bytes: Uint8Array): RegistryState {
  const body = bytes.subarray(headBytes)
  const layout = layouts.find(({ magic }) => magic.equals(bytes.subarray(0, magicBytes)))
  if (layout === undefined || !checksum(layout.covers, body).equals(bytes.subarray(magicBytes, headBytes))) {
    fail('snapshot.unreadable', 'The snapshot of the registry is damaged or of another format.')
  }
  const reader = new SnapshotReader(body)
  const state = read(reader, layout.parts)
  if (!reader.atEnd)
    fail('snapshot.unreadable', 'The snapshot of the registry goes on after its last section.')
  return state
}

function checksum(covers: string, body: Uint8Array): Buffer {
  return createHash('sha256').update(covers).update(body).digest()
}

function write(writer: SnapshotWriter, state: RegistryState, parts: readonly SnapshotSection[]): void {
  writer.int(state.count)
  writer.text(state.digest)
  for (const section of parts) section.write(writer, state)
}

function read(reader: SnapshotReader, parts: readonly SnapshotSection[]): RegistryState {
  const state = createRegistry()
  state.count = reader.int()
  state.digest = reader.text()
  for (const section of parts) section.read(reader, state)
  return state
}
