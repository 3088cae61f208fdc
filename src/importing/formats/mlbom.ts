/**
 * CycloneDX ML-BOM 1.5 and later, in JSON (https://cyclonedx.org/capabilities/mlbom): components that are models or
 * data. Datasets come from the model card, bases from the pedigree. `dependencies` say what a component needs, which is
 * no derivation.
 */
import { defined } from '../../base/defined.ts'
import { fail } from '../../errors.ts'
import { type AssetKind, emptyReading, type Reading, type Reference } from '../model.ts'
import { headwaterReference, referenceOf } from '../names.ts'
import { type Fields, fieldOf, isFields, listOf, objectsOf, onlyOne, textOf } from '../values.ts'
import { relationOfWord } from './card.ts'
import { parsedJson, relationNamed, termsOf } from './exported.ts'
import { licenceOf } from './licences.ts'

export function isMlBom(value: unknown): value is Fields {
  return fieldOf(value, 'bomFormat') === 'CycloneDX'
}

const kinds: Readonly<Record<string, AssetKind>> = { 'machine-learning-model': 'model', data: 'dataset' }

interface Component {
  readonly fields: Fields
  readonly reference: Reference
  readonly at: string
}

/** @throws HeadwaterError `lineage.unsupported` */
export function readMlBom(value: Fields): Reading {
  const version = textOf(value.specVersion) ?? ''
  if (/^1\.[0-4]$/.test(version)) {
    fail(
      'lineage.unsupported',
      `CycloneDX ${version} has no model cards: they begin with 1.5. Export the BOM as 1.6.`,
    )
  }
  const reading = emptyReading()
  const byRef = new Map<string, Component>()
  const components = [...componentsOf(value)]
  for (const component of components) {
    const ref = textOf(component.fields['bom-ref'])
    if (ref === undefined) continue
    const known = byRef.get(ref)
    byRef.set(ref, known === undefined ? component : { ...component, reference: severalOf(ref, component) })
  }
  for (const component of components) {
    if (component.reference.kind === undefined) continue
    reading.nodes.push(nodeOf(component))
    readDatasets(reading, component, byRef)
    readPedigree(reading, component)
  }
  readDependencies(reading, value, byRef)
  return reading
}

/** Which of two components a reference means can't be said. */
function severalOf(ref: string, { reference }: Component): Reference {
  return { ...reference, unusable: `the BOM has several components with the bom-ref ${JSON.stringify(ref)}` }
}

/** All components, nested ones too. */
function* componentsOf(value: Fields): Generator<Component> {
  const waiting: { readonly item: unknown; readonly at: string }[] = [
    { item: fieldOf(value.metadata, 'component'), at: '/metadata/component' },
    ...listOf(value.components).map((item, index) => ({ item, at: `/components/${index}` })),
  ]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { item, at } = next
    if (!isFields(item)) continue
    yield { fields: item, reference: componentReference(item), at }
    listOf(item.components).forEach((inner, index) => {
      waiting.push({ item: inner, at: `${at}/components/${index}` })
    })
  }
}

/** By the id of an export, the package URL, an address of the Hub, or group and name. */
function componentReference(fields: Fields, otherwise?: AssetKind): Reference {
  const type = textOf(fields.type) ?? ''
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : otherwise
  const version = textOf(fields.version)
  const asset = propertyOf(fields, 'headwater:asset')
  const own = asset === undefined ? undefined : headwaterReference(asset.replaceAll('@', '%40'))
  if (own) return { ...own, ...defined({ version }) }
  const addresses = [
    textOf(fields.purl),
    ...objectsOf(fields.externalReferences).map(({ url }) => textOf(url)),
  ]
  for (const address of addresses) {
    if (address === undefined || !/^pkg:huggingface\/|huggingface\.co\/|^hf:/.test(address)) continue
    const reference = referenceOf(address, kind, version)
    if (reference.unusable === undefined)
      return { ...reference, ...defined({ kind: kind ?? reference.kind }) }
  }
  const name = [textOf(fields.group), textOf(fields.name)].filter((part) => part !== undefined).join('/')
  return referenceOf(name, kind, version)
}

function propertyOf(fields: Fields, name: string): string | undefined {
  return textOf(objectsOf(fields.properties).find((property) => property.name === name)?.value)
}

function nodeOf({ fields, reference, at }: Component): Reading['nodes'][number] {
  const licences = objectsOf(fields.licenses).flatMap(
    (item) =>
      textOf(item.expression) ??
      textOf(fieldOf(item.license, 'id', 'name')) ??
      textOf(fieldOf(item.license, 'url')) ??
      [],
  )
  const people = objectsOf(fields.authors).flatMap(({ name }) => textOf(name) ?? [])
  const sha256 = objectsOf(fields.hashes).find(({ alg }) => alg === 'SHA-256')
  const owner =
    propertyOf(fields, 'headwater:owner') ??
    textOf(fieldOf(fields.supplier, 'name')) ??
    textOf(fieldOf(fields.manufacturer, 'name')) ??
    textOf(fields.publisher) ??
    textOf(fields.author) ??
    onlyOne(people)
  return {
    reference,
    at,
    ...defined({
      licence: licences.length === 0 ? undefined : licences.map(licenceOf).join(', '),
      owner,
      title: propertyOf(fields, 'headwater:title'),
      digest:
        propertyOf(fields, 'headwater:contentDigest') ??
        (sha256 ? `sha256:${textOf(sha256.content) ?? ''}` : undefined),
      releasedAt:
        propertyOf(fields, 'headwater:releasedAt') ?? textOf(fieldOf(fields.releaseNotes, 'timestamp')),
    }),
  }
}

function readDatasets(
  reading: Reading,
  { fields, reference, at }: Component,
  byRef: ReadonlyMap<string, Component>,
): void {
  const exported = new Set(exportedEdges(fields).map(({ ref }) => ref))
  listOf(fieldOf(fieldOf(fields.modelCard, 'modelParameters'), 'datasets')).forEach((item, index) => {
    const place = `${at}/modelCard/modelParameters/datasets/${index}`
    const ref = textOf(fieldOf(item, 'ref'))
    if (ref !== undefined && exported.has(ref)) return
    const type = textOf(fieldOf(item, 'type')) ?? 'dataset'
    const to = ref === undefined ? inlineDataset(item) : byRef.get(ref)?.reference
    reading.edges.push({
      from: reference,
      to: to ?? {
        name: ref ?? '',
        unusable: `the BOM has no component with the bom-ref ${JSON.stringify(ref ?? '')}`,
      },
      label: 'mlbom.dataset',
      at: place,
      ...(type === 'dataset'
        ? { relation: 'trainedOn' as const, list: 'datasets' }
        : { weak: `the BOM lists it as ${type.slice(0, 64)}, and not as a dataset` }),
    })
    if (ref === undefined && to !== undefined) reading.nodes.push(inlineNode(item, to, place))
  })
  for (const { ref, relation, terms } of exportedEdges(fields)) {
    const to = byRef.get(ref)?.reference
    if (to === undefined) continue
    reading.edges.push({
      from: reference,
      to,
      label: 'mlbom.headwater',
      at: `${at}/properties`,
      ...defined({ relation, terms }),
    })
  }
}

function inlineDataset(item: unknown): Reference | undefined {
  const url = textOf(fieldOf(fieldOf(item, 'contents'), 'url'))
  const text =
    url !== undefined && /huggingface\.co\//.test(url) ? url : (textOf(fieldOf(item, 'name')) ?? url)
  return text === undefined
    ? { name: '', kind: 'dataset', unusable: 'the document does not say what it is' }
    : referenceOf(text, 'dataset')
}

function inlineNode(item: unknown, reference: Reference, at: string): Reading['nodes'][number] {
  const owners = objectsOf(fieldOf(fieldOf(item, 'governance'), 'owners')).flatMap(
    (owner) => textOf(fieldOf(owner.organization, 'name')) ?? textOf(fieldOf(owner.contact, 'name')) ?? [],
  )
  return { reference, mentioned: true, at, ...defined({ owner: onlyOne(owners) }) }
}

/** Ancestors are what the component was made from. `variants` and `descendants` are the other way round. */
function readPedigree(reading: Reading, { fields, reference, at }: Component): void {
  const exported = exportedEdges(fields).length > 0
  objectsOf(fieldOf(fields.pedigree, 'ancestors')).forEach((ancestor, index) => {
    if (exported && propertyOf(ancestor, 'headwater:asset') !== undefined) return
    const to = componentReference(ancestor, reference.kind)
    const word = propertyOf(ancestor, 'base_model_relation') ?? propertyOf(fields, 'base_model_relation')
    const relation = word === undefined ? undefined : relationOfWord(word)
    const place = `${at}/pedigree/ancestors/${index}`
    reading.edges.push({
      from: reference,
      to,
      label: 'mlbom.ancestor',
      list: 'bases',
      at: place,
      ...defined({ relation }),
    })
    reading.nodes.push({ ...nodeOf({ fields: ancestor, reference: to, at: place }), mentioned: true })
  })
  for (const name of ['descendants', 'variants']) {
    objectsOf(fieldOf(fields.pedigree, name)).forEach((other, index) => {
      reading.edges.push({
        from: componentReference(other, reference.kind),
        to: reference,
        label: `mlbom.${name.slice(0, -1)}`,
        weak: `the BOM lists it among ${name}, and does not describe it`,
        at: `${at}/pedigree/${name}/${index}`,
      })
    })
  }
}

/** Properties `headwater:derivedFrom` of an export: the bom-ref of the source, relation, policy and share as JSON. */
function exportedEdges(fields: Fields) {
  return objectsOf(fields.properties)
    .filter(({ name }) => name === 'headwater:derivedFrom')
    .flatMap(({ value }) => {
      const edge = parsedJson(textOf(value) ?? '')
      const ref = textOf(fieldOf(edge, 'ref'))
      return ref === undefined
        ? []
        : [{ ref, relation: relationNamed(fieldOf(edge, 'relation')), terms: termsOf(edge) }]
    })
}

function readDependencies(reading: Reading, value: Fields, byRef: ReadonlyMap<string, Component>): void {
  const pair = (from: Reference, to: Reference) => JSON.stringify([from.kind, from.name, to.kind, to.name])
  const known = new Set(reading.edges.map(({ from, to }) => pair(from, to)))
  objectsOf(value.dependencies).forEach((dependency, index) => {
    const from = byRef.get(textOf(dependency.ref) ?? '')?.reference
    for (const [name, weak] of [
      ['dependsOn', 'a dependency is no derivation'],
      ['provides', 'what a component provides or implements is no derivation'],
    ] as const) {
      for (const ref of listOf(dependency[name])) {
        const to = byRef.get(textOf(ref) ?? '')?.reference
        if (from?.kind === undefined || to?.kind === undefined || known.has(pair(from, to))) continue
        reading.edges.push({ from, to, label: `mlbom.${name}`, weak, at: `/dependencies/${index}` })
      }
    }
  })
}
