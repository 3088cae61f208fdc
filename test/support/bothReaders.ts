/** The byte-level reader of calls beside the obvious one, each on a batch of its own. */
import { parseJson } from '../../src/decoding/records/json.ts'
import { OpenBatch } from '../../src/ingest/batch/openBatch.ts'
import { StreamTally } from '../../src/ingest/batch/submission.ts'
import { CallRow } from '../../src/ingest/calls/callRow.ts'
import { FastCallReader } from '../../src/ingest/calls/fastCall.ts'
import { FastPricer } from '../../src/ingest/calls/fastPrice.ts'
import { EventJudge } from '../../src/ingest/judge.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { createMemoryIdentities, registryLines, writtenCalls } from './memoryIngest.ts'

type ReadCall = ReturnType<typeof writtenCalls>[number]

interface BothReaders {
  /** The call as the byte-level reader takes it, `undefined` where it says that it is not its own. */
  fast(bytes: Buffer): ReadCall | undefined
  /** What the obvious reader makes of it: a call, or the code of what is wrong. */
  slow(bytes: Buffer): ReadCall | string
}

export function createBothReaders(): BothReaders {
  let id = 0
  const judge = new EventJudge({
    registry: createRegistry(),
    identities: createMemoryIdentities(),
    newEventId: () => String(id++),
    clock: () => new Date('2026-01-01T00:00:00Z'),
  })
  const submission = new StreamTally('test', 'cloudevents')
  const place = (bytes: Buffer) => ({ submission, ordinal: 0, line: 1, bytes, start: 0, end: bytes.length })
  const take = (batch: OpenBatch, bytes: Buffer) =>
    judge.takeValue(batch, place(bytes), parseJson(bytes, 0, bytes.length))
  const setUp = new OpenBatch(16)
  for (const line of registryLines) take(setUp, Buffer.from(line))
  if (setUp.facts.length !== registryLines.length) throw new Error(setUp.refusals[0]?.fault.message)

  const reader = new FastCallReader()
  const pricer = new FastPricer(judge.cache)
  const row = new CallRow()
  const batch = new OpenBatch(16)
  const only = (): ReadCall => {
    batch.calls.hash()
    const call = writtenCalls(batch.calls.columns())[0]!
    const unresolved = batch.unresolved.length
    batch.clear()
    return { ...call, unresolved } as ReadCall
  }
  return {
    fast(bytes) {
      // The bytes around the event must not be read.
      const within = Buffer.concat([Buffer.from('{"x":"'), bytes, Buffer.from('"}')])
      if (!reader.read(within, 6, 6 + bytes.length, row) || !pricer.price(row)) return undefined
      batch.addCall(row, { ...place(within), start: 6, end: 6 + bytes.length })
      return only()
    },
    slow(bytes) {
      take(batch, bytes)
      const fault = batch.refusals[0]?.fault ?? batch.maybeSeen[0]?.fault
      if (batch.calls.length === 1) return only()
      batch.clear()
      return fault?.code ?? 'none'
    },
  }
}
