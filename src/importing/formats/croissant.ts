/**
 * Croissant 1.0 and 1.1: JSON-LD of a dataset (https://docs.mlcommons.org/croissant). Version 1.1 states provenance with
 * PROV: of the dataset, of files, record sets and fields, and of single records by fields whose `equivalentProperty` is
 * `prov:wasDerivedFrom` or `prov:wasAttributedTo`. Records are counted where the document has them inline.
 */
import { defined } from '../../base/defined.ts'
import { type AssetKind, emptyReading, type Reading, type Reference, type Source } from '../model.ts'
import { referenceOf } from '../names.ts'
import { type Fields, fieldOf, isFields, listOf, objectsOf, onlyOne, textOf } from '../values.ts'
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

export function readCroissant({ described }: Source, document: Fields): Reading {
  const value = datasetOf(document)!
  const reading = emptyReading()
  const own = ownOf(value, described)
  const ids = new Set(
    [...objectsWithin(value)].flatMap((object) =>
      Object.keys(object).length > 1 ? (textOf(fieldOf(object, '@id')) ?? []) : [],
    ),
  )
  const records = readRecords(reading, own, value)
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

/** Reads the sources of single records, and returns how many records each agent has. */
function readRecords(reading: Reading, own: Reference, value: Fields): Map<string, number> {
  const byAgent = new Map<string, number>()
  for (const set of objectsOf(property(value, 'cr', 'recordSet'))) {
    const name = textOf(fieldOf(set, '@id', 'name')) ?? ''
    const rows = objectsOf(property(set, 'cr', 'data'))
    for (const field of objectsWithin([property(set, 'cr', 'field'), property(set, 'cr', 'annotation')])) {
      const meaning = meaningOf(field)
      if (meaning === undefined) continue
      const keys = [field, ...objectsOf(property(field, 'cr', 'subField'))].flatMap(
        (item) => textOf(fieldOf(item, '@id', 'name')) ?? [],
      )
      const found = rows.map((row) => recordValues(row, keys))
      const values = found.flat()
      const empty = found.filter((one) => one.length === 0).length
      if (empty > 0 || rows.length === 0) {
        reading.notes.push(
          `${empty || 'the'} records of ${JSON.stringify(name)} have no inline ${meaning}: data files are not read`,
        )
      }
      if (meaning === 'prov:wasAttributedTo')
        for (const agent of values) byAgent.set(agent, (byAgent.get(agent) ?? 0) + 1)
      else
        readSources(reading, own, [...new Set(values)], {
          label: 'croissant.wasDerivedFrom',
          at: `/recordSet/${name}/data`,
        })
    }
  }
  return byAgent
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
