/** Reads the documents of an import, and publishes events and report. Loaded with the command: no other one needs it. */
import { writeFileSync } from 'node:fs'
import { fail } from '../../../errors.ts'
import {
  attemptLater,
  type ImportReport,
  importLineage,
  importReport,
  type LineageDocument,
  parsePolicy,
  readDocument,
} from '../../../importing/index.ts'
import { exitCodes } from '../../output/fault.ts'
import { describeImport } from '../../output/importReport.ts'
import type { Session } from '../../session.ts'
import { columnsBeside } from './columnsBeside.ts'
import { type FoundFile, findLineageFiles, readText } from './files.ts'

const fileBytesMax = 64 << 20
const firstMax = 5

export interface ImportOptions {
  readonly policy: string
  readonly out?: string
  readonly strict?: boolean
}

type Mutable<List> = List extends readonly (infer Item)[] ? Item[] : never

interface ReadFiles {
  readonly documents: LineageDocument[]
  readonly files: Mutable<ImportReport['files']>
  readonly skipped: ImportReport['skipped']
  readonly faults: Mutable<ImportReport['faults']>
}

/** @returns the exit code, where it is not 0 */
export async function importFiles(
  session: Session,
  paths: readonly string[],
  { policy: policyFile, out, strict }: ImportOptions,
): Promise<number | undefined> {
  const policy = parsePolicy(readJson(policyFile))
  const { documents, ...read } = await readFiles(findLineageFiles(paths), policy)
  const lineage = importLineage(policy, documents)
  const plan = lineage.plan(await registryAtHand(session, lineage.assets))
  const report: ImportReport = { ...read, ...plan.report }
  const text = plan.events.map((event) => `${JSON.stringify(event)}\n`).join('')
  await publish(session, { text, report, out })
  return strict && needsAttention(report) ? exitCodes.checkFailed : undefined
}

/** The ledger is read only where the user names one, because a review needs none. */
async function registryAtHand(session: Session, assets: readonly string[]) {
  if (session.given.data === undefined && session.config.remote.url === undefined) return undefined
  const { registryView } = await import('../../../service/lineageDocuments.ts')
  return session.with('reads', (headwater) => registryView(headwater, assets))
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return fail('policy.malformed', `The policy ${file} is not JSON: ${error.message}.`)
  }
}

async function readFiles(
  found: readonly FoundFile[],
  policy: ReturnType<typeof parsePolicy>,
): Promise<ReadFiles> {
  const documents: LineageDocument[] = []
  const files: ReadFiles['files'] = []
  const faults: ReadFiles['faults'] = []
  const others: string[] = []
  for (const { path, shown, folders, named, size } of found) {
    const read = await attemptLater(async () => {
      if (size > fileBytesMax)
        fail('lineage.tooLarge', `The file has ${size} bytes, and at most ${fileBytesMax} are read.`)
      const described = policy.files.find(shown)?.value
      const text = readText(path)
      const columns = await columnsBeside(path, text)
      const document = readDocument({
        file: shown,
        text,
        folders,
        ...(columns !== undefined && { columns }),
        ...(described !== undefined && { described: withoutUndefined(described) }),
      })
      if (document === undefined && named)
        fail('lineage.unknownFormat', 'The file is no document of lineage that Headwater knows.')
      return document
    })
    if ('fault' in read)
      faults.push({ file: shown, code: read.fault.code, message: read.fault.message, fix: read.fix })
    else if (read.result === undefined) others.push(shown)
    else {
      const { format, reading } = read.result
      documents.push({ file: shown, format, reading })
      files.push({ file: shown, format, nodes: reading.nodes.length, edges: reading.edges.length })
    }
  }
  const skipped =
    others.length === 0
      ? []
      : [{ reason: 'no lineage in it', count: others.length, first: others.slice(0, firstMax) }]
  return { documents, files, skipped, faults }
}

function withoutUndefined<Value extends object>(value: Value) {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [Name in keyof Value]: Exclude<Value[Name], undefined>
  }
}

async function publish(
  session: Session,
  { text, report, out }: { text: string; report: ImportReport; out: string | undefined },
): Promise<void> {
  if (out === undefined) {
    await session.out.raw(text)
    const shown = session.out.json ? JSON.stringify(importReport.parse(report)) : describeImport(report)
    session.streams.stderr.write(`${shown}\n`)
    return
  }
  try {
    writeFileSync(out, text)
  } catch (error) {
    fail('input.unreadable', `${out} can't be written: ${(error as Error).message}.`)
  }
  await session.out.object(importReport, report)
  await session.out.text(() => `${describeImport(report)}\nReview ${out}, then: headwater ingest ${out}`)
}

/** What the policy decided, such as names that it skips, needs none. */
function needsAttention(report: ImportReport): boolean {
  const { faults, cycles, contradictions, held, differs, alike } = report
  // Names that differ in the case of letters alone are mostly one name, whose owner would be paid as two.
  const lists: readonly (readonly unknown[])[] = [faults, cycles, contradictions, held, differs, alike]
  return lists.some(({ length }) => length > 0) || report.unknown.some(({ done }) => done === 'refused')
}
