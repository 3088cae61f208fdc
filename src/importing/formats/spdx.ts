/**
 * SPDX 3 with the AI and Dataset profiles, in JSON-LD (https://spdx.github.io/spdx-spec/v3.0.1): packages of models and
 * datasets, and relationships between them.
 */
import { defined } from '../../base/defined.ts'
import type { Relation } from '../../events/edgeNames.ts'
import { type AssetKind, emptyReading, type Reading, type Reference } from '../model.ts'
import { referenceOf } from '../names.ts'
import { type Fields, fieldOf, isFields, listOf, objectsOf, onlyOne, textOf, textsOf } from '../values.ts'
import { hasType } from './linkedData.ts'

export function isSpdx3(value: unknown): value is Fields {
  if (!isFields(value)) return false
  if (textsOf(fieldOf(value, '@context')).some((text) => /spdx\.org\/rdf\/3|spdx-context/.test(text)))
    return true
  return elementsOf(value).some(
    (element) =>
      hasType(element, 'SpdxDocument') ||
      hasType(element, 'ai_AIPackage') ||
      hasType(element, 'dataset_DatasetPackage'),
  )
}

/** SPDX 2 has no profile for models. */
export function isSpdx2(value: unknown): value is Fields {
  return /^SPDX-2\./.test(textOf(fieldOf(value, 'spdxVersion')) ?? '')
}

/** Exporters write `trainedOn` as `TRAINED_ON` too. */
function typeKey(type: string): string {
  return type.replaceAll('_', '').toLowerCase()
}

interface Way {
  readonly relation?: Relation
  /** `to` was derived from `from`. */
  readonly reversed?: true
  readonly weak?: string
}

/** What the relationships mean that may be lineage. Others are reported where both ends are models or datasets. */
const ways = new Map<string, Way>(
  Object.entries({
    trainedOn: { relation: 'trainedOn' },
    // Of drafts of later versions.
    finetunedOn: { relation: 'trainedOn' },
    pretrainedOn: { relation: 'trainedOn' },
    testedOn: { weak: 'a test is no derivation' },
    descendantOf: {},
    ancestorOf: { reversed: true },
    generates: { reversed: true, weak: 'what a thing generated is not always derived from it' },
    usesTool: { weak: 'the use of a tool is no derivation' },
    dependsOn: { weak: 'a dependency is no derivation' },
    variant: { weak: 'a variant is not derived from the other in any one direction' },
    modifiedBy: { reversed: true, weak: 'the document does not say what the change was made of' },
    hasInput: { weak: 'an input is no derivation' },
    hasOutput: { reversed: true, weak: 'an output is no derivation' },
    contains: { relation: 'composedOf' },
    copiedTo: { reversed: true, weak: 'a copy is no derivation' },
    expandedFromArchive: { reversed: true, weak: 'unpacking is no derivation' },
  } satisfies Record<string, Way>).map(([type, way]) => [typeKey(type), way]),
)

export function readSpdx(value: Fields): Reading {
  const reading = emptyReading()
  const elements = elementsOf(value)
  const byId = new Map(
    elements.flatMap((element) => (idOf(element) === undefined ? [] : [[idOf(element)!, element] as const])),
  )
  const references = new Map<string, Reference>()
  for (const [id, element] of byId) {
    const kind = kindOf(element)
    if (kind !== undefined) references.set(id, packageReference(element, kind))
  }
  const relationships = elements.filter((element) => textOf(element.relationshipType) !== undefined)
  for (const [id, reference] of references)
    reading.nodes.push(nodeOf({ element: byId.get(id)!, reference, byId, relationships }))
  for (const relationship of relationships) readRelationship(reading, relationship, references)
  return reading
}

function elementsOf(value: unknown): Fields[] {
  // Relationships may stand apart from the other elements.
  return [
    ...objectsOf(fieldOf(value, '@graph', 'elements', 'element')),
    ...objectsOf(fieldOf(value, 'relationships')),
  ]
}

function idOf(element: Fields): string | undefined {
  return textOf(fieldOf(element, 'spdxId', '@id', 'spdxid'))
}

function kindOf(element: Fields): AssetKind | undefined {
  const types = textsOf(fieldOf(element, 'type', '@type'))
  if (types.some((type) => /(?:^|[_/:])AIPackage$/.test(type))) return 'model'
  if (types.some((type) => /(?:^|[_/:])DatasetPackage$/.test(type))) return 'dataset'
  return undefined
}

function packageReference(element: Fields, kind: AssetKind): Reference {
  const version = textOf(fieldOf(element, 'software_packageVersion', 'packageVersion'))
  const addresses = [
    'software_packageUrl',
    'packageUrl',
    'software_downloadLocation',
    'downloadLocation',
    'software_homePage',
  ]
  for (const name of addresses) {
    const address = textOf(fieldOf(element, name))
    if (address === undefined || !/^pkg:huggingface\/|huggingface\.co\/|^hf:/.test(address)) continue
    const reference = referenceOf(address, kind, version)
    if (reference.unusable === undefined) return { ...reference, kind }
  }
  return referenceOf(textOf(fieldOf(element, 'name')) ?? idOf(element) ?? '', kind, version)
}

interface Package {
  readonly element: Fields
  readonly reference: Reference
  readonly byId: ReadonlyMap<string, Fields>
  readonly relationships: readonly Fields[]
}

function nodeOf({ element, reference, byId, relationships }: Package): Reading['nodes'][number] {
  const id = idOf(element)!
  const licencesBy = (type: string) =>
    relationships
      .filter(
        (relationship) =>
          typeKey(textOf(relationship.relationshipType) ?? '') === typeKey(type) &&
          textOf(relationship.from) === id,
      )
      .flatMap((relationship) => listOf(relationship.to))
      .flatMap((to) => licenceText(to, byId) ?? [])
  // What the author declares stands before what a tool concluded.
  const declared = licencesBy('hasDeclaredLicense')
  const licences = declared.length > 0 ? declared : licencesBy('hasConcludedLicense')
  const owners = [...textsOf(element.suppliedBy), ...textsOf(element.originatedBy)].flatMap(
    (agent) => textOf(byId.get(agent)?.name) ?? [],
  )
  return {
    reference,
    at: id,
    ...defined({
      licence: licences.length === 0 ? undefined : licences.join(', '),
      owner: onlyOne(owners),
      releasedAt: textOf(fieldOf(element, 'releaseTime', 'builtTime')),
      digest: digestOf(element),
    }),
  }
}

function licenceText(to: unknown, byId: ReadonlyMap<string, Fields>): string | undefined {
  const element = isFields(to) ? to : byId.get(textOf(to) ?? '')
  const expression = textOf(fieldOf(element, 'simplelicensing_licenseExpression', 'licenseExpression'))
  if (expression !== undefined) return expression
  const listed = /spdx\.org\/licenses\/([^/?#]+)$/.exec(textOf(to) ?? '')?.[1]
  const text = listed ?? textOf(fieldOf(element, 'name'))
  return text === undefined || /^no(?:ne|assertion)$/i.test(text) ? undefined : text
}

function digestOf(element: Fields): string | undefined {
  const hash = objectsOf(element.verifiedUsing).find(
    (method) => textOf(method.algorithm)?.toLowerCase() === 'sha256',
  )
  const value = textOf(hash?.hashValue)
  return value === undefined ? undefined : `sha256:${value}`
}

function readRelationship(
  reading: Reading,
  relationship: Fields,
  references: ReadonlyMap<string, Reference>,
): void {
  const type = textOf(relationship.relationshipType)!
  const way = ways.get(typeKey(type)) ?? { weak: `${type} is no derivation` }
  const from = references.get(targetsIn(relationship.from)[0] ?? '')
  const { weak: isWeak } = way
  if (from === undefined && isWeak === undefined) {
    reading.notes.push(
      `${idOf(relationship) ?? type} is ${type} of something that is no model or dataset, and was not read`,
    )
  }
  for (const target of targetsIn(relationship.to)) {
    // It states that there is nothing.
    if (target.endsWith('NoneElement')) continue
    const to = references.get(target) ?? outside(target, way)
    if (from === undefined || to === undefined) continue
    const { relation, reversed, weak } = way
    reading.edges.push({
      from: reversed ? to : from,
      to: reversed ? from : to,
      label: `spdx.${type}`,
      at: idOf(relationship) ?? `${type} of ${from.name}`,
      ...defined({ relation, weak }),
    })
  }
}

/** The ids of elements, which may be written out in place. */
function targetsIn(value: unknown): string[] {
  return listOf(value).flatMap((item) => textOf(item) ?? (isFields(item) ? (idOf(item) ?? []) : []))
}

/** A source that the document does not describe: in another document, or none. */
function outside(target: string, { weak, reversed }: Way): Reference | undefined {
  if (weak !== undefined || reversed) return undefined
  const unusable = /NoAssertionElement$/.test(target) ? 'the document does not say what it is' : undefined
  return { ...referenceOf(target), ...defined({ unusable }) }
}
