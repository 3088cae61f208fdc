/** Reports of ingestion: as text, and of several files as one. */
import type { IngestReport, ReadingCount, RefusedGroup, SkippedGroup } from '../../service/headwater.ts'
import { formatTable, printable } from './table.ts'

export interface FileReport {
  readonly file: string
  readonly report: IngestReport
}

const rejectedListedMax = 1_000
const firstMax = 5
const suspectedListedMax = 100
const suspectedShownMax = 10
const backdatedListedMax = 100
const backdatedShownMax = 10

const sameSentences = {
  call: 'id, asset, time and amount',
  providerCallId: 'providerCallId',
} as const

/** The counts of the first line add up to the records that were read. */
export function describeIngest(file: string, report: IngestReport): string {
  const {
    read,
    format,
    dryRun,
    refusedByCode = [],
    skippedByReason = [],
    readings = [],
    notKept = 0,
    movedAside = 0,
  } = report
  const input = `${file}${format === undefined || format === 'cloudevents' ? '' : ` (${format})`}`
  const total = read === undefined ? '' : `${read} read: `
  const lines = [`${input}: ${total}${counts(report)}`]
  for (const { reason, count, firstLines, firstElements } of skippedByReason) {
    const [what, places] = firstElements ? ['element', firstElements] : ['line', firstLines]
    lines.push(`  skipped ${count}, ${printable(reason)}: ${listed(what, places.map(String), count)}`)
  }
  for (const { reading, count } of readings) lines.push(`  read ${count} as: ${printable(reading)}`)
  if (report.suspected !== undefined) lines.push(...describeSuspected(report))
  if (report.backdated !== undefined) lines.push(...describeBackdated(report))
  for (const group of refusedByCode) lines.push(...describeGroup(group))
  if (movedAside > 0) {
    lines.push(
      `  ${movedAside} rows that were never recorded moved to the quarantine, as after a kill: headwater quarantine list`,
    )
  }
  if (notKept > 0) lines.push(`  ${notKept} more were refused and not kept: the refused list is full`)
  if (dryRun) lines.push('  Nothing was recorded: this was a dry run.')
  // Events for which the sender's key has no scope are answered and not kept.
  else if (refusedByCode.some(({ code }) => code !== 'auth.scope')) {
    lines.push(
      '  Refused events are kept. List them: headwater refused list. After a fix: headwater refused replay',
    )
  }
  return lines.join('\n')
}

function counts({
  accepted,
  suspended,
  duplicate,
  conflict,
  rejectedCount,
  queued,
  skippedByReason,
}: IngestReport) {
  const suspense = suspended > 0 ? ` (${suspended} in suspense: asset or version not known yet)` : ''
  const skipped = (skippedByReason ?? []).reduce((sum, { count }) => sum + count, 0)
  const skips = skipped > 0 ? `, ${skipped} skipped` : ''
  return queued === undefined
    ? `${accepted} accepted${suspense}, ${duplicate} duplicate, ${conflict} conflict, ${rejectedCount} rejected${skips}`
    : `${queued} queued for the workers, ${rejectedCount} rejected${skips}`
}

type Place = RefusedGroup['first'][number]

function describeGroup({ code, count, message, first, fix }: RefusedGroup): string[] {
  return [
    `  refused ${count}, ${code}: ${printable(message)}${atPath(first[0])}`,
    `    ${listed('at', first.map(placeText), count)}`,
    `    ${fix}`,
    // One code may have several causes.
    ...first.flatMap((place) => [
      ...(place.message === undefined
        ? []
        : [`    ${placeText(place)}: ${printable(place.message)}${atPath(place)}`]),
      ...(place.fix === undefined ? [] : [`      ${place.fix}`]),
    ]),
  ]
}

function placeText({ line, element, id }: Place): string {
  const where = element === undefined ? `line ${line}` : `element ${element}`
  return id === undefined ? where : `${where} ${printable(JSON.stringify(id.slice(0, 64)))}`
}

function atPath(place: Place | undefined): string {
  return place?.path ? ` (at ${printable(place.path)})` : ''
}

function listed(what: string, names: readonly string[], count: number): string {
  const more = count > names.length ? ` and ${count - names.length} more` : ''
  return `${what}${what !== 'at' && count > 1 ? 's' : ''} ${names.join(', ')}${more}`
}

function describeSuspected({ suspected = 0, suspectedCalls = [] }: IngestReport): string[] {
  const table = formatTable(suspectedCalls.slice(0, suspectedShownMax), [
    { head: 'line', of: (call) => call.line, kind: 'number' },
    { head: 'call', of: (call) => call.id, kind: 'name' },
    { head: 'of', of: (call) => call.source, kind: 'name' },
    { head: 'is like', of: (call) => call.like.id, kind: 'name' },
    { head: 'of', of: (call) => call.like.source, kind: 'name' },
    { head: 'by', of: (call) => sameSentences[call.like.by] },
  ])
  return [
    `  ${suspected} of the accepted may be calls that were sent before under other names. They count. What they would be paid: headwater close --dry-run`,
    table.replaceAll(/^/gm, '  '),
    ...(suspected > suspectedShownMax ? [`  … and ${suspected - suspectedShownMax} more`] : []),
  ]
}

function describeBackdated({ backdated = 0, backdatedEvents = [] }: IngestReport): string[] {
  const table = formatTable(backdatedEvents.slice(0, backdatedShownMax), [
    { head: 'line', of: ({ line }) => line, kind: 'number' },
    { head: 'event', of: ({ event }) => event.id, kind: 'name' },
    { head: 'of', of: ({ event }) => event.source, kind: 'name' },
    { head: 'kind', of: ({ kind }) => kind },
    { head: 'calls', of: ({ calls }) => calls, kind: 'number' },
    { head: 'the first', of: ({ first }) => first.id, kind: 'name' },
    { head: 'at', of: ({ first }) => first.time },
  ])
  return [
    `  ${backdated} of the accepted reach back over recorded calls. See what they move: headwater close --dry-run`,
    table.replaceAll(/^/gm, '  '),
    ...(backdated > backdatedShownMax ? [`  … and ${backdated - backdatedShownMax} more`] : []),
  ]
}

/** Of one file its own report; of several the sums. */
export function addUpReports(reports: readonly FileReport[]): object {
  const [first] = reports
  if (reports.length === 1) return first!.report
  const all = reports.map(({ report }) => report)
  const sum = (of: (report: IngestReport) => number) => all.reduce((total, report) => total + of(report), 0)
  const rejected = reports.flatMap(({ file, report }) => report.rejected.map((entry) => ({ ...entry, file })))
  const suspectedCalls = reports.flatMap(({ file, report }) =>
    (report.suspectedCalls ?? []).map((call) => ({ ...call, file })),
  )
  const backdatedEvents = reports.flatMap(({ file, report }) =>
    (report.backdatedEvents ?? []).map((event) => ({ ...event, file })),
  )
  const refusedByCode = joined(all.flatMap(refusedOf), ({ code }) => code, joinRefused)
  const skippedByReason = joined(all.flatMap(skippedOf), ({ reason }) => reason, joinSkipped)
  const readings = joined(all.flatMap(readingsOf), ({ reading }) => reading, joinReadings)
  const notKept = sum((report) => report.notKept ?? 0)
  const movedAside = sum((report) => report.movedAside ?? 0)
  return {
    accepted: sum((report) => report.accepted),
    duplicate: sum((report) => report.duplicate),
    conflict: sum((report) => report.conflict),
    suspended: sum((report) => report.suspended),
    ...(suspectedCalls.length > 0 && {
      suspected: sum((report) => report.suspected ?? 0),
      suspectedCalls: suspectedCalls.slice(0, suspectedListedMax),
    }),
    ...(backdatedEvents.length > 0 && {
      backdated: sum((report) => report.backdated ?? 0),
      backdatedEvents: backdatedEvents.slice(0, backdatedListedMax),
    }),
    rejected: rejected.slice(0, rejectedListedMax),
    rejectedCount: sum((report) => report.rejectedCount),
    ...(refusedByCode.length > 0 && { refusedByCode }),
    ...(movedAside > 0 && { movedAside }),
    ...(notKept > 0 && { notKept }),
    ...(all.some(({ queued }) => queued !== undefined) && { queued: sum((report) => report.queued ?? 0) }),
    ...(skippedByReason.length > 0 && {
      skipped: Object.fromEntries(skippedByReason.map(({ reason, count }) => [reason, count])),
      skippedByReason,
    }),
    ...(readings.length > 0 && { readings }),
    read: sum((report) => report.read ?? 0),
    ...(all.some(({ dryRun }) => dryRun) && { dryRun: true }),
  }
}

const refusedOf = ({ refusedByCode }: IngestReport) => refusedByCode ?? []
const skippedOf = ({ skippedByReason }: IngestReport) => skippedByReason ?? []
const readingsOf = ({ readings }: IngestReport) => readings ?? []

function joinReadings(one: ReadingCount, other: ReadingCount): ReadingCount {
  return { ...one, count: one.count + other.count }
}

function joinRefused(one: RefusedGroup, other: RefusedGroup): RefusedGroup {
  // What the other group says of its first, this one has to say with each.
  const own = {
    ...(other.message !== one.message && { message: other.message }),
    ...(other.fix !== one.fix && { fix: other.fix }),
  }
  const first = [...one.first, ...other.first.map((place) => ({ ...own, ...place }))].slice(0, firstMax)
  return { ...one, count: one.count + other.count, first }
}

function joinSkipped(one: SkippedGroup, other: SkippedGroup): SkippedGroup {
  const { firstElements: _, ...rest } = one
  const firstLines = [...one.firstLines, ...other.firstLines].slice(0, firstMax)
  return { ...rest, count: one.count + other.count, firstLines }
}

function joined<Group extends { readonly count: number }>(
  groups: readonly Group[],
  keyOf: (group: Group) => string,
  join: (one: Group, other: Group) => Group,
): Group[] {
  const byKey = new Map<string, Group>()
  for (const group of groups) {
    const known = byKey.get(keyOf(group))
    byKey.set(keyOf(group), known ? join(known, group) : group)
  }
  return [...byKey.values()].sort((one, other) => other.count - one.count)
}
