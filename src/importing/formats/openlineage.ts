/**
 * OpenLineage events (https://openlineage.io/spec): run, job and dataset events, alone, in an array or as JSON lines.
 *
 * That a run read A and wrote B does not mean that B was derived from A: a run over many tables would give every output
 * every input. So an edge needs the facet `columnLineage` or the facet `lineage` of explicit lineage, or the policy
 * names the job. Columns that only filter, join, group or sort (`INDIRECT`) are no derivation.
 */
import { defined } from '../../base/defined.ts'
import { assetPattern } from '../../events/ids.ts'
import { emptyReading, type Reading, type Reference } from '../model.ts'
import { headwaterReference } from '../names.ts'
import { type Fields, fieldOf, isFields, objectsOf, onlyOne, textOf, textsOf } from '../values.ts'
import { readExportedEdges } from './exported.ts'

export function isOpenLineage(value: unknown): value is Fields {
  if (!isFields(value) || textOf(value.eventTime) === undefined) return false
  return isFields(value.run) || isFields(value.job) || isFields(value.dataset)
}

/** What the events of one run say together: facets add up over the run. */
interface Run {
  readonly job: string
  readonly at: string
  completed: boolean
  state: string
  time: string | undefined
  readonly inputs: Map<string, DatasetState>
  readonly outputs: Map<string, DatasetState>
  readonly explicit: { readonly target: Reference; readonly entry: Fields }[]
}

interface DatasetState {
  readonly reference: Reference
  facets: Fields
}

export function readOpenLineage(events: readonly unknown[]): Reading {
  const reading = emptyReading()
  const runs = new Map<string, Run>()
  let strange = 0
  for (const [index, event] of events.entries()) {
    if (!isOpenLineage(event)) strange++
    else if (isFields(event.dataset)) readDatasetEvent(reading, event.dataset, event, `/${index}`)
    else addToRun(runs, event, index)
  }
  if (strange > 0) reading.notes.push(`${strange} records are no OpenLineage events and were not read`)
  const unfinished = new Map<string, number>()
  for (const run of runs.values()) {
    if (run.completed) readRun(reading, run)
    else unfinished.set(run.state, (unfinished.get(run.state) ?? 0) + 1)
  }
  for (const [state, count] of unfinished)
    reading.notes.push(`${count} runs did not complete (the last event is ${state}) and were not read`)
  return reading
}

function addToRun(runs: Map<string, Run>, event: Fields, index: number): void {
  const job = [fieldOf(event.job, 'namespace'), fieldOf(event.job, 'name')]
    .map((part) => textOf(part) ?? '')
    .join('/')
  const id = textOf(fieldOf(event.run, 'runId'))
  // A job event declares what the job does, and there is no run to complete.
  const key = id ?? `job ${job}`
  const known = runs.get(key)
  const run: Run = known ?? {
    job,
    at: `/${index}`,
    completed: id === undefined,
    state: '',
    time: undefined,
    inputs: new Map(),
    outputs: new Map(),
    explicit: [],
  }
  runs.set(key, run)
  const state = textOf(event.eventType)?.toUpperCase() ?? 'OTHER'
  run.state = state
  if (state === 'COMPLETE') run.completed = true
  if (state === 'FAIL' || state === 'ABORT') run.completed = false
  run.time = textOf(event.eventTime) ?? run.time
  addDatasets(run.inputs, event.inputs)
  addDatasets(run.outputs, event.outputs)
  for (const facet of [facetOf(event.run, 'lineage'), facetOf(event.job, 'lineage')]) {
    for (const entry of objectsOf(fieldOf(facet, 'entries', 'lineage'))) {
      const target = datasetReference(entry)
      if (target !== undefined && textOf(entry.type) !== 'JOB') run.explicit.push({ target, entry })
    }
  }
}

function addDatasets(known: Map<string, DatasetState>, value: unknown): void {
  for (const item of objectsOf(value)) {
    const reference = sourceReference(item)
    const state = known.get(reference.name) ?? { reference, facets: {} }
    // A version may come in a later event of the run only.
    const version = versionOf(item) ?? state.reference.version
    known.set(reference.name, {
      reference: { ...reference, ...defined({ version }) },
      facets: { ...state.facets, ...(isFields(item.facets) ? item.facets : {}) },
    })
  }
}

function facetOf(value: unknown, name: string): unknown {
  return fieldOf(fieldOf(value, 'facets'), name)
}

function versionOf(dataset: Fields): string | undefined {
  return textOf(fieldOf(facetOf(dataset, 'version'), 'datasetVersion'))
}

/** Namespace and name as one text. Datasets of Headwater's own exports have their id as name. */
function datasetReference(value: unknown): Reference | undefined {
  const name = textOf(fieldOf(value, 'name'))
  const namespace = textOf(fieldOf(value, 'namespace'))
  if (name === undefined || namespace === undefined) return undefined
  if (namespace === 'headwater' && assetPattern.test(name))
    return headwaterReference(name.replaceAll('@', '%40'))
  return { name: `${namespace.replace(/\/+$/, '')}/${name.replace(/^\/+/, '')}` }
}

/** A source without a name is reported with the output that needs it. */
function sourceReference(value: Fields): Reference {
  const name = JSON.stringify(value).slice(0, 100)
  return datasetReference(value) ?? { name, kind: 'dataset', unusable: 'it has no namespace and name' }
}

function readRun(reading: Reading, run: Run): void {
  for (const { reference, facets } of run.outputs.values()) {
    pushNode(reading, reference, { facets, at: run.at, releasedAt: run.time })
    const explicit = explicitSources(run, reference, facets)
    if (explicit === undefined) readJob(reading, reference, run)
    else {
      for (const source of explicit) pushSource(reading, reference, withVersion(run, source), run.at)
      readUnnamed(reading, { output: reference, explicit, run })
    }
    readExportedEdges(reading, reference, {
      stated: fieldOf(facets, 'headwater_lineage'),
      at: run.at,
      label: 'openlineage.headwater',
    })
  }
  for (const { reference, facets } of run.inputs.values()) {
    if (!run.outputs.has(reference.name))
      pushNode(reading, reference, { facets, at: run.at, mentioned: true })
  }
}

interface NodeFacts {
  readonly facets: Fields
  readonly at: string
  readonly releasedAt?: string | undefined
  readonly mentioned?: true
}

function pushNode(
  reading: Reading,
  reference: Reference,
  { facets, at, releasedAt, mentioned }: NodeFacts,
): void {
  const owners = objectsOf(fieldOf(fieldOf(facets, 'ownership'), 'owners')).flatMap(
    (owner) => textOf(owner.name) ?? [],
  )
  const own = fieldOf(facets, 'headwater_lineage')
  reading.nodes.push({
    reference,
    at,
    ...defined({
      owner: textOf(fieldOf(own, 'owner')) ?? onlyOne(owners),
      licence: textOf(fieldOf(own, 'license')),
      title: textOf(fieldOf(own, 'title')),
      digest: textOf(fieldOf(own, 'contentDigest')),
      releasedAt: textOf(fieldOf(own, 'releasedAt')) ?? releasedAt,
      mentioned,
    }),
  })
}

interface SourceOfDataset {
  readonly reference: Reference
  readonly indirect: boolean
}

/** What flows into the output by its facets, or undefined where no facet says it. */
function explicitSources(run: Run, output: Reference, facets: Fields): SourceOfDataset[] | undefined {
  const found = new Map<string, SourceOfDataset>()
  const stated = [
    fieldOf(facets, 'lineage'),
    ...run.explicit.filter(({ target }) => target.name === output.name).map(({ entry }) => entry),
  ]
  const columns = fieldOf(facets, 'columnLineage')
  // A facet without an input says that the output has no source.
  let isStated = isFields(fieldOf(columns, 'fields')) || Array.isArray(fieldOf(columns, 'fields'))
  for (const entry of stated) {
    if (!isFields(entry)) continue
    isStated = true
    // An input with a field works on the whole output: a filter or a grouping by that column.
    for (const item of objectsOf(entry.inputs)) addSource(found, item, textOf(item.field) !== undefined)
    for (const field of Object.values(isFields(entry.fields) ? entry.fields : {})) {
      for (const item of objectsOf(fieldOf(field, 'inputs'))) addSource(found, item, false)
    }
  }
  for (const field of Object.values(fieldOf(columns, 'fields') ?? {})) {
    for (const item of objectsOf(fieldOf(field, 'inputFields'))) addSource(found, item, false)
  }
  for (const item of objectsOf(fieldOf(columns, 'dataset'))) addSource(found, item, true)
  if (isFields(fieldOf(facets, 'headwater_lineage'))) return []
  return isStated ? [...found.values()] : undefined
}

/** @param indirectly what it is where no transformation is stated */
function addSource(found: Map<string, SourceOfDataset>, item: Fields, indirectly: boolean): void {
  if (textOf(item.type) === 'JOB') return
  const reference = sourceReference(item)
  const kinds = objectsOf(item.transformations).flatMap((transformation) => textsOf(transformation.type))
  const indirect = kinds.length === 0 ? indirectly : kinds.every((kind) => kind.toUpperCase() === 'INDIRECT')
  const known = found.get(reference.name)
  found.set(reference.name, { reference, indirect: indirect && (known?.indirect ?? true) })
}

function withVersion(run: Run, source: SourceOfDataset): SourceOfDataset {
  const input = run.inputs.get(source.reference.name)
  return input === undefined ? source : { ...source, reference: input.reference }
}

function pushSource(
  reading: Reading,
  output: Reference,
  { reference, indirect }: SourceOfDataset,
  at: string,
): void {
  // A table to which rows are added or in which rows are changed is read by the run that writes it.
  const isUpdate = reference.name === output.name && reference.version === output.version
  const weak = isUpdate
    ? 'a dataset that a run updates is not derived from itself'
    : indirect
      ? 'its columns only filter, join, group or sort'
      : undefined
  reading.edges.push({
    from: output,
    to: reference,
    label: indirect ? 'openlineage.indirect' : 'openlineage.columnLineage',
    at,
    ...defined({ weak }),
  })
}

function readJob(reading: Reading, output: Reference, run: Run): void {
  for (const { reference } of run.inputs.values()) {
    if (reference.name === output.name) continue
    reading.edges.push({ from: output, to: reference, label: 'openlineage.inputs', job: run.job, at: run.at })
  }
}

/** Inputs that no column names are reported, because the run read them. */
function readUnnamed(
  reading: Reading,
  { output, explicit, run }: { output: Reference; explicit: readonly SourceOfDataset[]; run: Run },
): void {
  const named = new Set(explicit.map(({ reference }) => reference.name))
  if (isFields(fieldOf(run.outputs.get(output.name)?.facets, 'headwater_lineage'))) return
  for (const { reference } of run.inputs.values()) {
    if (named.has(reference.name) || reference.name === output.name) continue
    reading.edges.push({
      from: output,
      to: reference,
      label: 'openlineage.inputs',
      weak: 'the run read it, and its lineage facet does not name it',
      at: run.at,
    })
  }
}

function readDatasetEvent(reading: Reading, dataset: Fields, event: Fields, at: string): void {
  const reference = datasetReference(dataset)
  if (reference === undefined) return
  const facets = isFields(dataset.facets) ? dataset.facets : {}
  const own: Reference = { ...reference, ...defined({ version: versionOf(dataset) }) }
  pushNode(reading, own, { facets, at, releasedAt: textOf(event.eventTime) })
  const none: Run = {
    job: '',
    at,
    completed: true,
    state: '',
    time: undefined,
    inputs: new Map(),
    outputs: new Map(),
    explicit: [],
  }
  for (const source of explicitSources(none, own, facets) ?? []) pushSource(reading, own, source, at)
  readExportedEdges(reading, own, {
    stated: fieldOf(facets, 'headwater_lineage'),
    at,
    label: 'openlineage.headwater',
  })
}
