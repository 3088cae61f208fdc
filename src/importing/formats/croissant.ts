/**
 * Croissant 1.0 and 1.1: JSON-LD of a dataset (https://docs.mlcommons.org/croissant). Version 1.1 states provenance with
 * PROV: of the dataset, of files, record sets and fields, and of single records by fields whose `equivalentProperty` is
 * `prov:wasDerivedFrom` or `prov:wasAttributedTo`. Records are inline, or in data files beside the document.
 */
import { defined } from '../../base/defined.ts'
import {
  type AssetKind,
  type ColumnTallies,
  emptyReading,
  type Reading,
  type Reference,
  type Source,
  type WantedColumns,
} from '../model.ts'
import { referenceOf } from '../names.ts'
import { type Fields, fieldOf, isFields, listOf, objectsOf, onlyOne, textOf } from '../values.ts'
import { placeOf, wantedOf } from './croissantFiles.ts'
import { licenceOf } from './licences.ts'
import { hasType, literal, literals, objectsWithin, property } from './linkedData.ts'

export function isCroissant(document: unknown): boolean {
  const value = datasetOf(document)
  if (value === undefined) return false
  const conforms = literals(property(value, 'dct', 'conformsTo'))
  if (conforms.some((text) => text.includes('mlcommons.org/croissant'))) return true
  return JSON.stringify(fieldOf(document, '@context') ?? '').includes('mlcommons.org/croissant')
}

/** The dataset, which may be alone or the one dataset of a graph. */
function datasetOf(document: unknown): Fields | undefined {
  const found = [document, ...listOf(fieldOf(document, '@graph'))].filter((item) => hasType(item, 'Dataset'))
  return isFields(found[0]) ? found[0] : undefined
}

export function readCroissant({ described, columns }: Source, document: Fields): Reading {
  const value = datasetOf(document)!
  const reading = emptyReading()
  const own = ownOf(value, described)
  const ids = new Set(
    [...objectsWithin(value)].flatMap((object) =>
      Object.keys(object).length > 1 ? (textOf(fieldOf(object, '@id')) ?? []) : [],
    ),
  )
  const records = readRecords(reading, own, value, columns)
  reading.nodes.push({
    reference: own,
    at: '/',
    ...defined({
      licence: licencesOf(value),
      title: textOf(property(value, 'sc', 'name')),
      owner: creatorOf(value),
      releasedAt: literal(property(value, 'sc', 'datePublished')),
      uri: literal(property(value, 'sc', 'url')),
      contributors: records.size > 0 ? records : undefined,
    }),
  })
  readSources(reading, own, property(value, 'sc', 'isBasedOn'), {
    label: 'croissant.isBasedOn',
    at: '/isBasedOn',
  })
  readSources(reading, own, property(value, 'prov', 'wasDerivedFrom'), {
    label: 'croissant.wasDerivedFrom',
    at: '/prov:wasDerivedFrom',
  })
  readParts(reading, own, value, ids)
  return reading
}

function ownOf(value: Fields, described: Reference | undefined): Reference {
  const version = literal(property(value, 'sc', 'version'))
  const addresses = [
    ...literals(property(value, 'sc', 'url')),
    ...literals(fieldOf(value, '@id')),
    ...literals(property(value, 'sc', 'sameAs')),
  ]
  const hub = addresses
    .map((text) => referenceOf(text, 'dataset', version))
    .find(({ name }) => !/^[a-z]+:/i.test(name))
  const name = textOf(property(value, 'sc', 'name')) ?? addresses[0] ?? ''
  const own = described ?? hub ?? referenceOf(name, 'dataset', version)
  return { ...own, kind: own.kind ?? 'dataset', ...defined({ version: own.version ?? version }) }
}

function licencesOf(value: unknown): string | undefined {
  const texts = listOf(property(value, 'sc', 'license')).flatMap(
    (item) =>
      literal(item) ?? literal(property(item, 'sc', 'url')) ?? literal(property(item, 'sc', 'name')) ?? [],
  )
  return texts.length === 0 ? undefined : texts.map(licenceOf).join(', ')
}

/** The creator, where there is one; the agent to whom the whole dataset is attributed otherwise. */
function creatorOf(value: Fields): string | undefined {
  const named = (items: unknown) => listOf(items).flatMap((item) => agentOf(item) ?? [])
  return (
    onlyOne(named(property(value, 'sc', 'creator'))) ??
    onlyOne(named(property(value, 'prov', 'wasAttributedTo')))
  )
}

function agentOf(value: unknown): string | undefined {
  return (
    textOf(value) ??
    literal(property(value, 'sc', 'name')) ??
    literal(property(value, 'prov', 'label')) ??
    literal(value)
  )
}

interface Statement {
  readonly label: string
  readonly at: string
  readonly ids?: ReadonlySet<string>
}

function readSources(reading: Reading, own: Reference, value: unknown, { label, at, ids }: Statement): void {
  listOf(value).forEach((item, index) => {
    const id = isFields(item) ? textOf(fieldOf(item, '@id')) : textOf(item)
    // A part that was made of another part of the same dataset.
    if (id !== undefined && ids?.has(id)) return
    const to = sourceOf(item)
    const place = Array.isArray(value) ? `${at}/${index}` : at
    if (to === undefined) {
      reading.notes.push(`${place} names nothing and was not read`)
      return
    }
    reading.edges.push({ from: own, to, label, at: place })
    const licence = licencesOf(item)
    reading.nodes.push({ reference: to, mentioned: true, at: place, ...defined({ licence }) })
  })
}

function sourceOf(item: unknown): Reference | undefined {
  const kind: AssetKind =
    hasType(item, 'SoftwareApplication') || hasType(item, 'SoftwareAgent') ? 'tool' : 'dataset'
  const version = literal(property(item, 'sc', 'version'))
  const text =
    textOf(item) ??
    literal(fieldOf(item, '@id')) ??
    literal(property(item, 'sc', 'url')) ??
    literal(property(item, 'sc', 'name')) ??
    literal(property(item, 'prov', 'label'))
  return text === undefined ? undefined : referenceOf(text, kind, version)
}

/** Files, record sets and fields that were derived from something outside the dataset. */
function readParts(reading: Reading, own: Reference, value: Fields, ids: ReadonlySet<string>): void {
  for (const list of ['distribution', 'recordSet'] as const) {
    const parts = property(value, list === 'distribution' ? 'sc' : 'cr', list)
    listOf(parts).forEach((part, index) => {
      for (const object of objectsWithin(part)) {
        const derived = property(object, 'prov', 'wasDerivedFrom')
        if (derived === undefined) continue
        const name = textOf(fieldOf(object, '@id', 'name')) ?? String(index)
        readSources(reading, own, derived, {
          label: 'croissant.wasDerivedFrom',
          at: `/${list}/${name}/prov:wasDerivedFrom`,
          ids,
        })
      }
    })
  }
}

interface ProvenanceField {
  readonly set: Fields
  /** Of the record set. */
  readonly name: string
  readonly field: Fields
  readonly meaning: (typeof meanings)[number]
}

/** The fields that say where each record comes from. */
function* provenanceFields(value: Fields): Generator<ProvenanceField> {
  for (const set of objectsOf(property(value, 'cr', 'recordSet'))) {
    const name = textOf(fieldOf(set, '@id', 'name')) ?? ''
    for (const field of objectsWithin([property(set, 'cr', 'field'), property(set, 'cr', 'annotation')])) {
      const meaning = meaningOf(field)
      if (meaning !== undefined) yield { set, name, field, meaning }
    }
  }
}

/** The columns of data files that `readCroissant` wants. */
export function wantedColumns(document: unknown): WantedColumns[] {
  const value = datasetOf(document)
  if (value === undefined) return []
  const places = [...provenanceFields(value)].map(({ field }) => placeOf(value, field))
  return wantedOf(places.filter((place) => typeof place === 'object'))
}

/** Reads the sources of single records, and returns how many records each agent has. */
function readRecords(
  reading: Reading,
  own: Reference,
  value: Fields,
  columns: ColumnTallies | undefined,
): Map<string, number> {
  const byAgent = new Map<string, number>()
  for (const provenance of provenanceFields(value)) {
    const { name, meaning } = provenance
    const counts = countsOf(reading, value, provenance, columns)
    if (meaning === 'prov:wasAttributedTo')
      for (const [agent, count] of counts) byAgent.set(agent, (byAgent.get(agent) ?? 0) + count)
    else
      readSources(reading, own, [...counts.keys()], {
        label: 'croissant.wasDerivedFrom',
        at: `/recordSet/${name}/data`,
      })
  }
  return byAgent
}

/** How many records have each value of a field: inline, or in a data file. */
function countsOf(
  reading: Reading,
  value: Fields,
  { set, name, field, meaning }: ProvenanceField,
  columns: ColumnTallies | undefined,
): ReadonlyMap<string, number> {
  const rows = objectsOf(property(set, 'cr', 'data'))
  if (rows.length === 0) {
    const place = placeOf(value, field)
    const found = typeof place === 'string' ? undefined : columns?.get(place.path)?.get(place.column)
    if (found) return found
    const why = typeof place === 'string' ? place : `the file ${place.path} is not beside the document`
    reading.notes.push(`the records of ${JSON.stringify(name)} have no ${meaning} that can be read: ${why}`)
    return new Map()
  }
  const keys = [field, ...objectsOf(property(field, 'cr', 'subField'))].flatMap(
    (item) => textOf(fieldOf(item, '@id', 'name')) ?? [],
  )
  const counts = new Map<string, number>()
  let empty = 0
  for (const row of rows) {
    const values = recordValues(row, keys)
    if (values.length === 0) empty++
    for (const one of new Set(values)) counts.set(one, (counts.get(one) ?? 0) + 1)
  }
  if (empty > 0) reading.notes.push(`${empty} records of ${JSON.stringify(name)} have no inline ${meaning}`)
  return counts
}

/** A record may have several sources. */
function recordValues(row: Fields, keys: readonly string[]): string[] {
  for (const key of keys) {
    const values = literals(fieldOf(row, key, key.slice(key.lastIndexOf('/') + 1)))
    if (values.length > 0) return values
  }
  return []
}

const meanings = ['prov:wasAttributedTo', 'prov:wasDerivedFrom'] as const

/** What a field says about the provenance of each record. */
function meaningOf(field: Fields): (typeof meanings)[number] | undefined {
  const stated = literals(property(field, 'cr', 'equivalentProperty')).map((text) =>
    text.replace(/^https?:\/\/www\.w3\.org\/ns\/prov#/, 'prov:'),
  )
  return meanings.find((name) => stated.includes(name))
}
