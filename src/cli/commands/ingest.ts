import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { fail } from '../../errors.ts'
import type { Headwater, IngestOptions, IngestReport } from '../../service/headwater.ts'
import { fileChunks } from '../../service/input.ts'
import { backdatedEvent, ingestReport, rejectedEvent, suspectedCall } from '../../service/schemas/index.ts'
import { giveHeapRoom } from '../heapRoom.ts'
import { exitCodes } from '../output/fault.ts'
import { addUpReports, describeIngest, type FileReport } from '../output/ingestReport.ts'
import { counted } from '../output/table.ts'
import type { Session } from '../session.ts'
import type { CommandDefinition } from './definition.ts'
import { chunksOf, formatOption, originOf, readFormat, readMapping } from './inputOptions.ts'

const readBytes = 1 << 20

/** `file` is present where several files were read. */
const filesReport = ingestReport.extend({
  rejected: z.array(rejectedEvent.extend({ file: z.string().optional() })),
  suspectedCalls: z.array(suspectedCall.extend({ file: z.string().optional() })).optional(),
  backdatedEvents: z.array(backdatedEvent.extend({ file: z.string().optional() })).optional(),
})

interface Input {
  readonly file: string
  /** In bytes; undefined for standard input and pipes. */
  readonly size: number | undefined
}

interface Options {
  readonly format?: string
  readonly mapping?: string
  readonly strict?: boolean
  readonly dryRun?: boolean
}

type Common = Pick<IngestOptions, 'format' | 'mapping' | 'dryRun'>

export const ingestCommand: CommandDefinition = {
  usage: 'ingest <file...>',
  about: 'take in events from files, or from standard input (-); an event that comes again counts once',
  examples: [
    'headwater ingest events.ndjson',
    'headwater ingest calls-2026-10.ndjson.gz',
    'headwater ingest spend.json --dry-run',
    'headwater ingest spend.json --strict --json',
    'headwater ingest usage.csv --format csv --mapping columns.json',
  ],
  options: (command) =>
    command
      .addOption(formatOption())
      .option('--mapping <file>', 'JSON file with the mapping of CSV columns, or of records of gateways')
      .option('--threads <number>', 'threads that take events in (default: the cores, or HEADWATER_THREADS)')
      .option('--strict', 'exit code 1 if anything was refused')
      .option('--dry-run', 'judge everything and record nothing; the report says what would be'),
  async run(session, files: string[], options: Options) {
    const common = readOptions(options)
    // Before the first byte is taken in, all files must be readable.
    const inputs: Input[] = files.map((file) => ({ file, size: sizeOf(file) }))
    const reports: FileReport[] = []
    const watchHeap = giveHeapRoom()
    await session.with('writes', async (headwater) => {
      for (const { file, size } of inputs) {
        const report = await ingestOne(session, headwater, { file, size }, { ...common, watchHeap })
        reports.push({ file, report })
        await session.out.text(() => describeIngest(file, report))
      }
    })
    await session.out.object(filesReport, addUpReports(reports))
    const refused = reports.some(({ report }) => report.rejectedCount + report.conflict > 0)
    return options.strict && refused ? exitCodes.checkFailed : undefined
  },
}

function readOptions({ format, mapping, dryRun }: Options): Common {
  return {
    ...(format !== undefined && { format: readFormat(format) }),
    ...(mapping !== undefined && { mapping: readMapping(mapping) }),
    ...(dryRun && { dryRun }),
  }
}

/** Undefined for standard input and pipes, whose size is not known beforehand. */
function sizeOf(file: string): number | undefined {
  if (file === '-') return undefined
  try {
    const stats = statSync(file)
    if (stats.isDirectory()) fail('input.unreadable', `${file} is a folder: name the files in it.`)
    return stats.isFile() ? stats.size : undefined
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      fail('input.unreadable', `${file} can't be read: ${error.message}.`)
    throw error
  }
}

async function ingestOne(
  session: Session,
  headwater: Headwater,
  { file, size }: Input,
  { watchHeap, ...common }: Common & { readonly watchHeap: () => void },
): Promise<IngestReport> {
  // Standard input and pipes are streams, which may send nothing for hours.
  const stream = size === undefined ? streamOf(session, file) : undefined
  const progress = session.progress(file)
  try {
    return await headwater.ingest(chunksOf(stream ?? fileChunks(file, readBytes), file), {
      ...common,
      origin: originOf(file),
      onProgress: ({ bytes, events }) => {
        watchHeap()
        progress.update({
          done: bytes,
          ...(size !== undefined && { total: size }),
          note: counted(events, 'event'),
        })
      },
    })
  } catch (error) {
    // One that is read ahead would keep the process running.
    stream?.destroy()
    throw error
  } finally {
    progress.stop()
  }
}

function streamOf(session: Session, file: string): Readable {
  return file === '-' ? session.streams.stdin : createReadStream(file, { highWaterMark: readBytes })
}
