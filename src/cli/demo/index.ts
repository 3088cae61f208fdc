/** The whole process in one command: an economy of real models, two months of calls, two closed epochs, and the results. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { EpochReport, Headwater, IngestReport } from '../../service/headwater.ts'
import { demoMonths } from './calls.ts'
import { prepareDemoFolder } from './folder.ts'
import * as report from './report.ts'

/** examples/open-models/build.ts writes it. The path is the same from src/ and from dist/. */
const registryFile = fileURLToPath(new URL('../../../examples/open-models/registry.ndjson', import.meta.url))

/** A call of the agent, whose money takes every kind of path. */
const explainedCall = 'jan-00000'

export interface DemoOptions {
  readonly folder: string
  readonly openHeadwater: (folder: string) => Promise<Headwater>
  /** Receives the text, section by section. */
  readonly write: (text: string) => void
  /** Receives one line for each step that begins. */
  readonly progress: (step: string) => void
  readonly chain?: DemoChain | undefined
}

/** A node on which the demo settles. */
interface DemoChain {
  /** Taken in before the first epoch. */
  readonly events: readonly object[]
  /** Settles the last epoch. @returns sections of text */
  settle(headwater: Headwater): Promise<readonly string[]>
}

export interface DemoResult {
  readonly inputs: readonly { readonly name: string; readonly report: IngestReport }[]
  readonly epochs: readonly EpochReport[]
  readonly verified: boolean
}

/** Runs the demo in `folder`, which it empties first. Fails where no earlier demo made the folder. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { inputs: inputFolder } = prepareDemoFolder(options.folder)
  const headwater = await options.openHeadwater(options.folder)
  try {
    const inputs: { name: string; report: IngestReport }[] = []
    const epochs: EpochReport[] = []
    options.progress('Registering real models and datasets, with their versions and terms')
    inputs.push({ name: 'registry', report: await ingestFile(headwater, registryFile) })
    if (options.chain) await ingestEvents(headwater, options.chain.events)
    for (const month of demoMonths) {
      const file = join(inputFolder, `${month.name}.ndjson`)
      await writeLines(file, month.lines())
      options.progress(`Ingesting the calls of ${month.name}`)
      inputs.push({ name: month.name, report: await ingestFile(headwater, file) })
      options.progress(`Closing the epoch until ${month.until}`)
      epochs.push(await headwater.close({ until: month.until }))
    }
    options.progress('Recomputing both epochs from the logs')
    const verified = []
    for await (const epoch of headwater.verify()) verified.push(epoch)

    options.write(report.inputs(inputs))
    options.write(report.totals(epochs))
    options.write(await report.earners(headwater, epochs))
    options.write(report.explanation(await headwater.explain(explainedCall)))
    options.write(await report.heldBack(headwater, epochs))
    options.write(report.roots(epochs, verified))
    for (const section of (await options.chain?.settle(headwater)) ?? []) options.write(section)
    options.write(report.nextCommands(options.folder, explainedCall))
    return { inputs, epochs, verified: verified.every((epoch) => epoch.ok) }
  } finally {
    await headwater.shutdown()
  }
}

function ingestFile(headwater: Headwater, file: string): Promise<IngestReport> {
  return headwater.ingest(createReadStream(file), { origin: file, format: 'cloudevents' })
}

async function ingestEvents(headwater: Headwater, events: readonly object[]): Promise<void> {
  const lines = events.map((event) => JSON.stringify(event)).join('\n')
  await headwater.ingest(Readable.from([Buffer.from(lines)]), { origin: 'demo', format: 'cloudevents' })
}

async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  const handle = await open(file, 'w')
  try {
    let pending = ''
    for (const line of lines) {
      pending += `${line}\n`
      if (pending.length < 1_000_000) continue
      await handle.write(pending)
      pending = ''
    }
    await handle.write(pending)
  } finally {
    await handle.close()
  }
}
