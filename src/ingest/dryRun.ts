/**
 * Judges a stream as ingestion would and records nothing. A writer of its own works on a layer over the registry, and on
 * ports that discard what they get. Identities of the stream are kept apart from the ledger's, so that a repetition
 * within the stream is found.
 */
import type { EventStore } from '../eventstore/port.ts'
import { type IdentityIndex, identitySeen, identitySize } from '../identities/port.ts'
import { createRegistry, type RegistryState } from '../registry/index.ts'
import type { RefusedStore } from '../usage/refused.ts'
import { createSpanMemory, type SpanStore } from '../usage/spans.ts'
import type { UsageWriter } from '../usage/writer.ts'
import type { IngestOptions, IngestReport } from './answers.ts'
import type { LookBack } from './backdating/lookBack.ts'
import { Requests } from './requests.ts'
import type { RegistryRules } from './rules.ts'
import type { ReaderThreads } from './threads/readerThreads.ts'
import { Writer } from './writer.ts'

/** No partition of a ledger has a space in its name. */
const dryRunPartition = 'dry run'

export interface DryRunDependencies {
  /** It does not change meanwhile. */
  readonly registry: RegistryState
  /** Of the ledger. It is only asked. */
  readonly identities: IdentityIndex
  /** An empty index, for the identities of the stream. */
  readonly scratch: IdentityIndex
  readonly randomBytes: (count: number) => Uint8Array
  readonly clock: () => Date
  readonly rules?: RegistryRules
  readonly lookBack?: LookBack
  readonly readers?: ReaderThreads | undefined
  /** Of the ledger. They are only asked. */
  readonly refused: RefusedStore
  readonly spans: SpanStore
}

/** @throws HeadwaterError `input.unknownFormat`, `input.damaged`, `mapping.malformed` */
export async function dryRun(
  dependencies: DryRunDependencies,
  chunks: AsyncIterable<Uint8Array>,
  options: IngestOptions,
): Promise<IngestReport> {
  const registry = createRegistry(dependencies.registry)
  const into = { registry, events: discardedEvents(), usage: discardedRows }
  return judgeStream(dependencies, into, chunks, options)
}

interface Into {
  /** Over that of the ledger. */
  readonly registry: RegistryState
  readonly events: EventStore
  readonly usage: UsageWriter
}

/** Judges a stream, and puts what is accepted into other places than those of the ledger. */
export async function judgeStream(
  { registry: _, identities, scratch, refused, spans, ...rest }: DryRunDependencies,
  into: Into,
  chunks: AsyncIterable<Uint8Array>,
  options: IngestOptions,
): Promise<IngestReport> {
  const writer = new Writer({
    ...into,
    refused: discardedRefusals,
    identities: bothIndexes(identities, scratch),
    ...rest,
  })
  const partition = { name: dryRunPartition, revision: -1, checkpoint: undefined }
  const requests = new Requests(
    writer,
    { ...partition, movedRows: 0, indexedIdentities: 0 },
    {
      refused: { ...discardedRefusals, list: refused.list, count: refused.count },
      spans: bothMemories(spans),
    },
  )
  return { ...(await requests.ingestStream(chunks, options)), dryRun: true }
}

/** Finds an identity in either index, and adds to the second only. */
function bothIndexes(ledger: IdentityIndex, scratch: IdentityIndex): IdentityIndex {
  function checkOne(identity: Uint8Array, content: Uint8Array): number {
    const out = new Uint8Array(1)
    ledger.check(identity, content, 1, out)
    if (out[0] === identitySeen.new) scratch.check(identity, content, 1, out)
    return out[0]!
  }
  return {
    get position() {
      return scratch.position
    },
    get size() {
      return ledger.size + scratch.size
    },
    check(identity, content, length, out) {
      const inStream = new Uint8Array(length)
      ledger.check(identity, content, length, out)
      scratch.check(identity, content, length, inStream)
      for (let row = 0; row < length; row++) {
        if (out[row] === identitySeen.new) out[row] = inStream[row]!
        else if (inStream[row] !== identitySeen.new && inStream[row] !== out[row]) {
          // The identity is repeated within the call, and one of the indexes knows it: that one decides.
          const [from, to] = [row * identitySize, (row + 1) * identitySize]
          out[row] = checkOne(identity.subarray(from, to), content.subarray(from, to))
        }
      }
    },
    add: (identity, content, length) => scratch.add(identity, content, length),
    advance: (position) => scratch.advance(position),
    close: () => scratch.close(),
  }
}

/** Remembers the spans of the stream, and asks for those of the ledger too. */
function bothMemories(ledger: SpanStore): SpanStore {
  const own = createSpanMemory()
  return {
    add: (spans) => own.add(spans),
    read: async (traceIds, spansMax) => [
      ...(await ledger.read(traceIds, spansMax)),
      ...(await own.read(traceIds, spansMax)),
    ],
    traceSums: async () => Uint32Array.from([...(await ledger.traceSums()), ...(await own.traceSums())]),
    recordedBeside: (spans) => ledger.recordedBeside(spans),
  }
}

export function discardedEvents(): EventStore {
  let position = 0
  return {
    append: async () => ({ position: ++position, revisions: new Map() }),
    async *readStream() {},
    async *readTexts() {},
    async *readAll() {},
    head: async () => position,
    close: async () => {},
  }
}

export const discardedRows: UsageWriter = {
  insert: async () => {},
  listBatches: async () => [],
  moveAside: async () => {},
  readIdentities: async () => ({ identity: new Uint8Array(0), content: new Uint8Array(0) }),
}

const discardedRefusals: RefusedStore = {
  add: async () => new Set(),
  list: async () => ({ entries: [], next: undefined }),
  count: async () => 0,
  codes: async () => new Map(),
  resolve: async () => {},
  closeAccepted: async () => {},
  dismiss: async () => 0,
  losses: async () => ({ notKept: 0, dismissed: 0, expired: 0 }),
}
