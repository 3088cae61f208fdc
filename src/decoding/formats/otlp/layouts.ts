/**
 * Finds the spans, log records and metrics of a record: in the layouts that OTLP has had, in the names of its JSON and of
 * its protobuf fields, and in lists of spans as tools write them.
 */
import { fail } from '../../../errors.ts'
import { isObject, type Json, listAt, objectAt } from '../record.ts'

/** A span or a log record, with what it lies in. */
export interface Part {
  readonly value: Json
  /** Undefined for one that lies in nothing. */
  readonly around: Around | undefined
}

interface Around {
  readonly resource: Json
  readonly scope: Json
  readonly names: Names
}

/** The names of the three lists, from the outermost. */
interface Names {
  readonly resources: string
  readonly scopes: string
  readonly items: string
}

interface Parts {
  readonly spans: Part[]
  readonly logs: Part[]
  /** Nothing of a metric is read. */
  readonly metrics: Part[]
}

interface Signal {
  readonly kind: keyof Parts
  /** `batches` is Grafana Tempo's name. */
  readonly resources: readonly string[]
  /** The second two are of OTLP before 0.15. */
  readonly scopes: readonly string[]
  readonly items: readonly string[]
}

const signals: readonly Signal[] = [
  {
    kind: 'spans',
    resources: ['resourceSpans', 'resource_spans', 'batches'],
    scopes: ['scopeSpans', 'scope_spans', 'instrumentationLibrarySpans', 'instrumentation_library_spans'],
    items: ['spans'],
  },
  {
    kind: 'logs',
    resources: ['resourceLogs', 'resource_logs'],
    scopes: ['scopeLogs', 'scope_logs', 'instrumentationLibraryLogs', 'instrumentation_library_logs'],
    items: ['logRecords', 'log_records', 'logs'],
  },
  {
    kind: 'metrics',
    resources: ['resourceMetrics', 'resource_metrics'],
    scopes: [
      'scopeMetrics',
      'scope_metrics',
      'instrumentationLibraryMetrics',
      'instrumentation_library_metrics',
    ],
    items: ['metrics'],
  },
]

/** Fields beside the lists. A level that has others and no list is of a layout that is not known. */
const besideLists = new Set([
  'resource',
  'scope',
  'instrumentationLibrary',
  'instrumentation_library',
  'schemaUrl',
  'schema_url',
])

/** @throws HeadwaterError `record.malformed` for a record in which no span, log record or metric has a place */
export function partsOf(record: unknown): Parts {
  const parts: Parts = { spans: [], logs: [], metrics: [] }
  if (Array.isArray(record)) for (const item of record) addRecord(objectAt(item, '/0'), parts)
  else addRecord(objectAt(record, ''), parts)
  return parts
}

/** Around a request: in the answers of Tempo's second API, and of Jaeger's third. */
const wrappers = ['trace', 'result'] as const
/** Lists of spans alone: of tools, and of Phoenix. */
const spanLists = ['spans', 'data'] as const

function addRecord(request: Json, parts: Parts): void {
  const inner = wrappers.map((name) => request[name]).find(isObject) ?? request
  let isKnown = false
  for (const signal of signals) isKnown = addRequest(inner, signal, parts) || isKnown
  if (isKnown) return
  const list = isSpan(inner) ? undefined : spanLists.find((name) => inner[name] !== undefined)
  if (list === undefined) addSpan(inner, parts)
  else for (const item of listAt(inner[list], `/${list}`)) addSpan(objectAt(item, `/${list}`), parts)
}

/** The part alone, in the layout in which it came. */
export function rawOf({ value, around }: Part): string {
  if (around === undefined) return JSON.stringify(value)
  const { resource, scope, names } = around
  const scopes = [{ ...scope, [names.items]: [value] }]
  return JSON.stringify({ [names.resources]: [{ ...resource, [names.scopes]: scopes }] })
}

/** Each level may be the outermost one. Returns whether the request has a list of the signal. */
function addRequest(request: Json, signal: Signal, parts: Parts): boolean {
  let isKnown = false
  for (const resources of signal.resources) {
    if (request[resources] === undefined) continue
    isKnown = true
    for (const item of listAt(request[resources], `/${resources}`)) {
      const resource = objectAt(item, `/${resources}`)
      const isFound = addResource(resource, resources, signal, parts)
      if (!isFound) checkEmpty(resource, resources)
    }
  }
  return isKnown || addResource(request, signal.resources[0]!, signal, parts)
}

function addResource(resource: Json, resources: string, signal: Signal, parts: Parts): boolean {
  let isFound = false
  for (const scopes of signal.scopes) {
    if (resource[scopes] === undefined) continue
    isFound = true
    for (const item of listAt(resource[scopes], `/${resources}/${scopes}`)) {
      const scope = objectAt(item, `/${resources}/${scopes}`)
      if (!addScope(scope, { resource, resources, scopes }, signal, parts)) checkEmpty(scope, scopes)
    }
  }
  return isFound
}

function addScope(
  scope: Json,
  { resource, resources, scopes }: { resource: Json; resources: string; scopes: string },
  signal: Signal,
  parts: Parts,
): boolean {
  let isFound = false
  for (const items of signal.items) {
    if (scope[items] === undefined) continue
    isFound = true
    const around = { resource, scope, names: { resources, scopes, items } }
    for (const item of listAt(scope[items], `/${resources}/${scopes}/${items}`)) {
      const value = objectAt(item, `/${resources}/${scopes}/${items}`)
      parts[signal.kind].push({ value, around })
    }
  }
  return isFound
}

function addSpan(value: Json, parts: Parts): void {
  if (!isSpan(value)) failUnknown(value, 'The record')
  parts.spans.push({ value, around: undefined })
}

function isSpan(value: Json): boolean {
  return 'traceId' in value || 'trace_id' in value || isObject(value.context) || isObject(value.SpanContext)
}

function checkEmpty(level: Json, name: string): void {
  if (Object.keys(level).some((field) => !besideLists.has(field))) failUnknown(level, `An entry of ${name}`)
}

const fieldsShown = 8

function failUnknown(value: Json, what: string): never {
  const names = Object.keys(value)
    .slice(0, fieldsShown)
    .map((name) => JSON.stringify(name.slice(0, 64)))
  fail(
    'record.malformed',
    `${what} has no spans: OTLP has them in resourceSpans, scopeSpans, spans. The fields are ${names.join(', ') || 'none'}.`,
    { path: '/resourceSpans' },
  )
}
