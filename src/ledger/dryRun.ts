/** A dry run of ingestion on a ledger: the identities of the stream go to an index in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Position } from '../eventstore/port.ts'
import type { DryRunDependencies } from '../ingest/dryRun.ts'
import type { IngestOptions, IngestReport } from '../service/headwater.ts'
import type { Engines } from './engines.ts'
import type { Parts } from './openParts.ts'

export async function dryRunOn(
  engines: Engines,
  parts: Parts,
  chunks: AsyncIterable<Uint8Array>,
  options: IngestOptions,
): Promise<IngestReport> {
  const { dryRun } = await import('../ingest/index.ts')
  const judging = await judgingBeside(engines, parts)
  try {
    return await dryRun(judging.dependencies, chunks, options)
  } finally {
    await judging.close()
  }
}

interface JudgingBeside {
  readonly dependencies: DryRunDependencies
  /** Of the last event that the registry is of. */
  readonly position: Position
  close(): Promise<void>
}

/** What judges events against the ledger of this moment without recording them. */
export async function judgingBeside(
  engines: Engines,
  { forkRegistry, requests }: Parts,
): Promise<JudgingBeside> {
  const { createLookBack } = await import('../ingest/index.ts')
  // Brings the index of identities up to the log, as the start of every ingest does.
  await requests.get()
  const folder = await mkdtemp(join(tmpdir(), 'headwater-dry-run-'))
  const closing: (() => Promise<void> | void)[] = [() => rm(folder, { recursive: true, force: true })]
  const close = async () => {
    for (const end of closing.reverse()) await end()
  }
  try {
    const fork = await forkRegistry()
    closing.push(() => fork.close())
    const scratch = await engines.openIdentities(folder)
    closing.push(() => scratch.close())
    const { events, usage, clock, rules, randomBytes, identities, readers } = engines
    const { reader, refused, spans } = await usage.get()
    const dependencies = {
      registry: fork.state,
      identities: await identities.get(),
      scratch,
      clock,
      rules,
      lookBack: createLookBack(events, reader),
      randomBytes,
      readers: await readers.get(),
      refused,
      spans,
    }
    return { dependencies, position: fork.position, close }
  } catch (error) {
    await close()
    throw error
  }
}
