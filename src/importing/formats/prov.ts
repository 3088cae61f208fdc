/**
 * W3C PROV-JSON (https://www.w3.org/submissions/prov-json): entities, and what was derived from what. That an activity
 * used one entity and generated another is an edge only where the policy names the activity.
 */
import { defined } from '../../base/defined.ts'
import type { Relation } from '../../events/edgeNames.ts'
import { assetPattern } from '../../events/ids.ts'
import { type AssetKind, emptyReading, type Reading, type Reference } from '../model.ts'
import { headwaterReference, referenceOf } from '../names.ts'
import { type Fields, fieldOf, isFields, listOf, objectsOf, onlyOne, textOf } from '../values.ts'
import { parsedJson, relationNamed, termsOf } from './exported.ts'
import { literal, literals } from './linkedData.ts'

const records = [
  'entity',
  'activity',
  'agent',
  'bundle',
  'wasDerivedFrom',
  'wasAttributedTo',
  'wasGeneratedBy',
  'wasInformedBy',
  'wasInfluencedBy',
  'wasAssociatedWith',
  'wasInvalidatedBy',
  'wasStartedBy',
  'wasEndedBy',
  'actedOnBehalfOf',
  'used',
  'hadMember',
  'specializationOf',
  'alternateOf',
  'mentionOf',
]

export function isProv(value: unknown): value is Fields {
  if (!isFields(value)) return false
  const found = records.filter((name) => isFields(value[name]))
  return found.length > 0 && (isFields(value.prefix) || found.length > 1)
}

interface Scope {
  readonly reading: Reading
  readonly prefixes: ReadonlyMap<string, string>
  readonly entities: Map<string, Reference>
  /** Pairs that a derivation states, so that an activity need not. */
  readonly derived: Set<string>
}

export function readProv(value: Fields): Reading {
  const reading = emptyReading()
  readScope(
    { reading, prefixes: prefixesOf(value, new Map()), entities: new Map(), derived: new Set() },
    value,
    '',
  )
  return reading
}

function readScope(scope: Scope, value: Fields, at: string): void {
  for (const [id, attributes] of Object.entries(isFields(value.entity) ? value.entity : {})) {
    for (const item of objectsOf(attributes))
      readEntity(scope, value, { id, attributes: item, at: `${at}/entity/${id}` })
  }
  readDerivations(scope, value, at)
  readMembers(scope, value, at)
  readAlternates(scope, value, at)
  readActivities(scope, value, at)
  for (const [name, bundle] of Object.entries(isFields(value.bundle) ? value.bundle : {})) {
    if (isFields(bundle))
      readScope({ ...scope, prefixes: prefixesOf(bundle, scope.prefixes) }, bundle, `${at}/bundle/${name}`)
  }
}

function prefixesOf(value: Fields, outer: ReadonlyMap<string, string>): Map<string, string> {
  const own = Object.entries(isFields(value.prefix) ? value.prefix : {})
  return new Map([
    ...outer,
    ...own.flatMap(([name, uri]) => (textOf(uri) === undefined ? [] : [[name, textOf(uri)!] as const])),
  ])
}

/** The address that a qualified name stands for. `default` is the prefix of names without one. */
function expanded({ prefixes }: Scope, name: string): string {
  const cut = name.indexOf(':')
  const prefix = cut < 0 ? 'default' : name.slice(0, cut)
  const uri = prefixes.get(prefix)
  return uri === undefined ? name : uri + name.slice(cut + 1)
}

function entityReference(scope: Scope, id: string): Reference {
  return scope.entities.get(expanded(scope, id)) ?? namedReference(expanded(scope, id))
}

/** `_:x` is a name within its document or bundle only: in another one it is another thing. */
function namedReference(name: string, kind?: AssetKind): Reference {
  if (!name.startsWith('_:')) return referenceOf(name, kind)
  return { name, ...defined({ kind }), unusable: 'an anonymous entity has no name outside of its document' }
}

interface Entity {
  readonly id: string
  readonly attributes: Fields
  readonly at: string
}

function readEntity(scope: Scope, value: Fields, { id, attributes, at }: Entity): void {
  const name = expanded(scope, id)
  const attribute = (...names: string[]) => literal(fieldOf(attributes, ...names))
  const types = literals(fieldOf(attributes, 'prov:type'))
  // A bundle is an entity for statements about the statements.
  if (types.some((type) => /(?:^|[:#/])Bundle$/.test(type))) return
  const version = attribute(
    'headwater:version',
    'dct:hasVersion',
    'dcterms:hasVersion',
    'schema:version',
    'version',
  )
  const asset = attribute('headwater:asset')
  const own =
    asset !== undefined && assetPattern.test(asset)
      ? headwaterReference(asset.replaceAll('@', '%40'))
      : undefined
  const stated = own ?? namedReference(name, kindOf(types))
  const reference: Reference = { ...stated, ...defined({ version: stated.version ?? version }) }
  scope.entities.set(name, reference)
  scope.reading.nodes.push({
    reference,
    at,
    ...defined({
      title:
        attribute('headwater:title') ??
        (own ? undefined : attribute('prov:label', 'dct:title', 'rdfs:label')),
      licence: attribute('headwater:license', 'dct:license', 'dcterms:license', 'schema:license', 'license'),
      releasedAt:
        attribute('headwater:releasedAt', 'prov:generatedAtTime', 'dct:issued') ?? generatedAt(value, id),
      digest: attribute('headwater:contentDigest'),
      owner: attributedTo(scope, value, id),
    }),
  })
}

const kindWords: readonly (readonly [RegExp, AssetKind])[] = [
  [/dataset$|(?:^|[:#/])data(?:base|set)?$/i, 'dataset'],
  [/model$/i, 'model'],
  [/(?:^|[:#/])agent$/i, 'agent'],
  [/(?:tool|software|application)$/i, 'tool'],
]

function kindOf(types: readonly string[]): AssetKind | undefined {
  for (const [word, kind] of kindWords) if (types.some((type) => word.test(type))) return kind
  return undefined
}

/** The records of one kind, each of which may be a list under one id. */
function recordsOf(
  value: Fields,
  ...names: readonly string[]
): { readonly record: Fields; readonly at: string }[] {
  return names.flatMap((name) =>
    Object.entries(isFields(value[name]) ? value[name] : {}).flatMap(([id, given]) =>
      objectsOf(given).map((record) => ({ record, at: `/${name}/${id}` })),
    ),
  )
}

function generatedAt(value: Fields, id: string): string | undefined {
  const times = recordsOf(value, 'wasGeneratedBy').flatMap(({ record }) =>
    literal(record['prov:entity']) === id ? (literal(record['prov:time']) ?? []) : [],
  )
  return onlyOne(times)
}

function attributedTo(scope: Scope, value: Fields, id: string): string | undefined {
  const agents = recordsOf(value, 'wasAttributedTo').flatMap(({ record }) =>
    literal(record['prov:entity']) === id ? (literal(record['prov:agent']) ?? []) : [],
  )
  const agent = onlyOne(agents)
  if (agent === undefined) return undefined
  const attributes = objectsOf(fieldOf(value.agent, agent))[0]
  return literal(fieldOf(attributes, 'headwater:payee', 'foaf:name', 'prov:label')) ?? expanded(scope, agent)
}

function readDerivations(scope: Scope, value: Fields, at: string): void {
  for (const { record, at: place } of recordsOf(
    value,
    'wasDerivedFrom',
    'wasRevisionOf',
    'wasQuotedFrom',
    'hadPrimarySource',
  )) {
    const generated = literal(
      fieldOf(record, 'prov:generatedEntity', 'prov:newer', 'prov:quote', 'prov:derived'),
    )
    const used = literal(fieldOf(record, 'prov:usedEntity', 'prov:older', 'prov:original', 'prov:source'))
    if (generated === undefined || used === undefined) {
      scope.reading.notes.push(
        `${at}${place} names no ${generated === undefined ? 'generated' : 'used'} entity and was not read`,
      )
      continue
    }
    scope.derived.add(pairOf(scope, generated, used))
    const relation = relationNamed(literal(record['headwater:relation']))
    const terms = termsOf({
      policy: literal(record['headwater:policy']),
      share: literal(record['headwater:share']),
      until: literal(record['headwater:until']),
      caps: capsOf(literal(record['headwater:caps'])),
    })
    push(
      scope,
      { derived: generated, source: used, at: at + place, ...defined({ relation, terms }) },
      labelOf(record),
    )
  }
}

/** Text that is no JSON stays a text, which is no list of caps. */
function capsOf(text: string | undefined): unknown {
  return text === undefined ? undefined : (parsedJson(text) ?? text)
}

/** Revisions, quotations and primary sources are derivations with a type. */
function labelOf(record: Fields): string {
  const type = literals(record['prov:type']).find((text) =>
    /(?:Revision|Quotation|PrimarySource)$/.test(text),
  )
  return type === undefined ? 'prov.wasDerivedFrom' : `prov.${type.replace(/^.*[:#/]/, '')}`
}

interface Pair {
  readonly derived: string
  readonly source: string
  readonly at: string
  readonly relation?: Relation
  readonly terms?: NonNullable<ReturnType<typeof termsOf>>
  readonly weak?: string
  readonly job?: string
}

function push(scope: Scope, { derived, source, ...rest }: Pair, label: string): void {
  scope.reading.edges.push({
    from: entityReference(scope, derived),
    to: entityReference(scope, source),
    label,
    ...rest,
  })
}

function pairOf(scope: Scope, derived: string, source: string): string {
  return JSON.stringify([expanded(scope, derived), expanded(scope, source)])
}

function readMembers(scope: Scope, value: Fields, at: string): void {
  for (const { record, at: place } of recordsOf(value, 'hadMember')) {
    const collection = literal(record['prov:collection'])
    for (const member of listOf(record['prov:entity'])) {
      const name = literal(member)
      if (collection === undefined || name === undefined) continue
      push(
        scope,
        { derived: collection, source: name, at: at + place, relation: 'composedOf' },
        'prov.hadMember',
      )
    }
  }
}

/** Of two entities, what is less than a derivation. */
function readAlternates(scope: Scope, value: Fields, at: string): void {
  const views = 'two views of one thing are no derivation'
  for (const [name, one, other, weak] of [
    ['specializationOf', 'prov:specificEntity', 'prov:generalEntity', views],
    ['alternateOf', 'prov:alternate1', 'prov:alternate2', views],
    ['wasInfluencedBy', 'prov:influencee', 'prov:influencer', 'an influence may be anything'],
  ] as const) {
    for (const { record, at: place } of recordsOf(value, name)) {
      const [derived, source] = [literal(record[one]), literal(record[other])]
      // An activity or an agent may be influenced too.
      const isEntity = (id: string) => name !== 'wasInfluencedBy' || scope.entities.has(expanded(scope, id))
      if (derived !== undefined && source !== undefined && isEntity(derived) && isEntity(source))
        push(scope, { derived, source, at: at + place, weak }, `prov.${name}`)
    }
  }
}

/** What each activity used and generated, where no derivation says it. */
function readActivities(scope: Scope, value: Fields, at: string): void {
  const used = recordsOf(value, 'used')
  const usedBy = Map.groupBy(used, ({ record }) => literal(record['prov:activity']))
  for (const { record, at: place } of recordsOf(value, 'wasGeneratedBy')) {
    const activity = literal(record['prov:activity'])
    const derived = literal(record['prov:entity'])
    if (activity === undefined || derived === undefined) continue
    for (const { record: usage } of usedBy.get(activity) ?? []) {
      const source = literal(usage['prov:entity'])
      if (source === undefined || scope.derived.has(pairOf(scope, derived, source))) continue
      push(scope, { derived, source, at: at + place, job: expanded(scope, activity) }, 'prov.activity')
    }
  }
}
