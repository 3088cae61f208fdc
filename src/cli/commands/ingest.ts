import { createReadStream, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { fail } from '../../errors.ts'
import {
  type Headwater,
  type IngestOptions,
  type IngestReport,
  type InputFormat,
  inputFormats,
  standardInputOrigin,
} from '../../service/headwater.ts'
import { ingestReport, rejectedEvent, suspectedCall } from '../../service/schemas/index.ts'
import { counted, formatTable } from '../output/table.ts'
import type { Session } from '../session.ts'
import type { CommandDefinition } from './definition.ts'

const readBytes = 1 << 20
const rejectedListedMax = 1_000
const suspectedListedMax = 100
const shownMax = 10

const sameSentences = {
  call: 'id, asset, time and amount',
  providerCallId: 'providerCallId',
} as const

/** `file` is present where several files were read. */
const filesReport = ingestReport.extend({
  rejected: z.array(rejectedEvent.extend({ file: z.string().optional() })),
  suspectedCalls: z.array(suspectedCall.extend({ file: z.string().optional() })).optional(),
})

interface Input {
  readonly file: string
  /** In bytes; undefined for standard input and pipes. */
  readonly size: number | undefined
}

interface Options {
  readonly format?: string
  readonly mapping?: string
}

export const ingestCommand: CommandDefinition = {
  usage: 'ingest <file...>',
  about: 'take in events from files, or from standard input (-); an event that comes again counts once',
  examples: [
    'headwater ingest events.ndjson',
    'zcat calls-*.ndjson.gz | headwater ingest -',
    'headwater ingest usage.csv --format csv --mapping columns.json',
  ],
  options: (command) =>
    command
      .option(
        '--format <format>',
        `format of the input: ${inputFormats.join(', ')} (default: auto, found by looking at the input)`,
      )
      .option('--mapping <file>', 'JSON file with the mapping of CSV columns, or of records of gateways'),
  async run(session, files: string[], options: Options) {
    const common = readOptions(options)
    // Before the first byte is taken in, all files must be readable.
    const inputs: Input[] = files.map((file) => ({ file, size: sizeOf(file) }))
    const reports: { file: string; report: IngestReport }[] = []
    await session.with('writes', async (headwater) => {
      for (const { file, size } of inputs) {
        const report = await ingestOne(session, headwater, { file, size }, common)
        reports.push({ file, report })
        await session.out.text(() => describe(file, report))
      }
    })
    await session.out.object(filesReport, addUp(reports))
    return undefined
  },
}

function readOptions({ format, mapping }: Options): Pick<IngestOptions, 'format' | 'mapping'> {
  if (format !== undefined && !inputFormats.includes(format as InputFormat)) {
    fail(
      'usage.invalid',
      `The format ${JSON.stringify(format.slice(0, 64))} is not one of ${inputFormats.join(', ')}.`,
    )
  }
  return {
    ...(format !== undefined && { format: format as InputFormat }),
    ...(mapping !== undefined && { mapping: readMapping(mapping) }),
  }
}

function readMapping(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return fail('input.unreadable', `The mapping ${file} can't be read: ${(error as Error).message}.`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail('mapping.malformed', `The mapping ${file} is not JSON: ${(error as Error).message}.`)
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
  common: Pick<IngestOptions, 'format' | 'mapping'>,
): Promise<IngestReport> {
  const input = file === '-' ? session.streams.stdin : createReadStream(file, { highWaterMark: readBytes })
  const progress = session.progress(file)
  try {
    return await headwater.ingest(readable(input, file), {
      ...common,
      origin: file === '-' ? standardInputOrigin : basename(file),
      onProgress: ({ bytes, events }) =>
        progress.update({
          done: bytes,
          ...(size !== undefined && { total: size }),
          note: counted(events, 'event'),
        }),
    })
  } finally {
    progress.stop()
  }
}

async function* readable(input: Readable, file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of input) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (error) {
    fail('input.unreadable', `${file} can't be read to the end: ${(error as Error).message}.`)
  }
}

function addUp(reports: readonly { file: string; report: IngestReport }[]): object {
  const [first] = reports
  if (reports.length === 1) return first!.report
  const sum = (of: (report: IngestReport) => number) =>
    reports.reduce((total, { report }) => total + of(report), 0)
  const rejected = reports.flatMap(({ file, report }) => report.rejected.map((entry) => ({ ...entry, file })))
  const suspectedCalls = reports.flatMap(({ file, report }) =>
    (report.suspectedCalls ?? []).map((call) => ({ ...call, file })),
  )
  const skipped: Record<string, number> = {}
  for (const { report } of reports) {
    for (const [reason, count] of Object.entries(report.skipped ?? {}))
      skipped[reason] = (skipped[reason] ?? 0) + count
  }
  return {
    accepted: sum((report) => report.accepted),
    duplicate: sum((report) => report.duplicate),
    conflict: sum((report) => report.conflict),
    suspended: sum((report) => report.suspended),
    ...(suspectedCalls.length > 0 && {
      suspected: sum((report) => report.suspected ?? 0),
      suspectedCalls: suspectedCalls.slice(0, suspectedListedMax),
    }),
    rejected: rejected.slice(0, rejectedListedMax),
    rejectedCount: sum((report) => report.rejectedCount),
    ...(reports.some(({ report }) => report.queued !== undefined) && {
      queued: sum((report) => report.queued ?? 0),
    }),
    ...(Object.keys(skipped).length > 0 && { skipped }),
  }
}

function describe(file: string, report: IngestReport): string {
  const { accepted, suspended, duplicate, conflict, rejected, rejectedCount, queued } = report
  const suspense = suspended > 0 ? ` (${suspended} in suspense: asset or version not known yet)` : ''
  const lines = [
    queued === undefined
      ? `${file}: ${accepted} accepted${suspense}, ${duplicate} duplicate, ${conflict} conflict, ${rejectedCount} rejected`
      : `${file}: ${queued} queued for the workers, ${rejectedCount} rejected`,
  ]
  if (report.suspected !== undefined) lines.push(...describeSuspected(report))
  if (rejectedCount > 0) {
    const table = formatTable(rejected.slice(0, shownMax), [
      { head: 'line', of: (entry) => entry.line, kind: 'number' },
      { head: 'code', of: (entry) => entry.code },
      { head: 'at', of: (entry) => entry.path },
      { head: 'why', of: (entry) => entry.message },
    ])
    lines.push(table.replaceAll(/^/gm, '  '))
    if (rejectedCount > shownMax) lines.push(`  … and ${rejectedCount - shownMax} more`)
  }
  // Events for which the sender's key has no scope are answered and not kept.
  const kept = rejected.length < rejectedCount || rejected.some((entry) => entry.code !== 'auth.scope')
  if (kept || conflict > 0)
    lines.push(
      '  Refused events are kept. List them: headwater refused list. After a fix: headwater refused replay',
    )
  return lines.join('\n')
}

function describeSuspected({ suspected = 0, suspectedCalls = [] }: IngestReport): string[] {
  const table = formatTable(suspectedCalls.slice(0, shownMax), [
    { head: 'line', of: (call) => call.line, kind: 'number' },
    { head: 'call', of: (call) => call.id, kind: 'name' },
    { head: 'of', of: (call) => call.source, kind: 'name' },
    { head: 'is like', of: (call) => call.like.id, kind: 'name' },
    { head: 'of', of: (call) => call.like.source, kind: 'name' },
    { head: 'by', of: (call) => sameSentences[call.like.by] },
  ])
  return [
    `  ${suspected} of the accepted may be calls that were sent before under other names. They count; a close settles them.`,
    table.replaceAll(/^/gm, '  '),
    ...(suspected > shownMax ? [`  … and ${suspected - shownMax} more`] : []),
  ]
}
