/** A dry run of ingestion on a ledger: the identities of the stream go to an index in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IngestOptions, IngestReport } from '../service/headwater.ts'
import type { Engines } from './engines.ts'
import type { Parts } from './openParts.ts'

export async function dryRunOn(
  engines: Engines,
  { forkRegistry, requests }: Parts,
  chunks: AsyncIterable<Uint8Array>,
  options: IngestOptions,
): Promise<IngestReport> {
  const { createLookBack, dryRun } = await import('../ingest/index.ts')
  // Brings the index of identities up to the log, as the start of every ingest does.
  await requests.get()
  const folder = await mkdtemp(join(tmpdir(), 'headwater-dry-run-'))
  let fork: Awaited<ReturnType<typeof forkRegistry>> | undefined
  try {
    fork = await forkRegistry()
    const scratch = await engines.openIdentities(folder)
    try {
      const { events, usage, clock, rules, randomBytes, identities, readers } = engines
      const { reader, refused, spans } = await usage.get()
      const lookBack = createLookBack(events, reader)
      const known = await identities.get()
      const judging = {
        registry: fork.state,
        identities: known,
        scratch,
        clock,
        rules,
        lookBack,
        randomBytes,
        readers: await readers.get(),
        refused,
        spans,
      }
      return await dryRun(judging, chunks, options)
    } finally {
      await scratch.close()
    }
  } finally {
    fork?.close()
    await rm(folder, { recursive: true, force: true })
  }
}
