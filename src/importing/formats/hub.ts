/**
 * JSON of the Hub's API (`/api/models/acme/chat`, `/api/datasets/…`, and lists of them), and the files of a repository
 * that name a base model: config.json and adapter_config.json.
 */
import { defined } from '../../base/defined.ts'
import { fail } from '../../errors.ts'
import { emptyReading, type Reading, type Reference, type Source } from '../model.ts'
import { referenceOf } from '../names.ts'
import { type Fields, fieldOf, isFields, listOf, textOf, textsOf } from '../values.ts'
import { kindOfFields, readFields, relationOfWord, repositoryOf } from './card.ts'

export function isHubEntry(value: unknown): value is Fields {
  if (!isFields(value) || textOf(fieldOf(value, 'modelId', 'id')) === undefined) return false
  const hubFields = ['cardData', 'siblings', 'sha', 'lastModified', 'downloads', 'gated', 'pipeline_tag']
  return (
    hubFields.filter((name) => Object.hasOwn(value, name)).length >= 2 ||
    (Object.hasOwn(value, 'modelId') && Array.isArray(value.tags))
  )
}

export function readHub(source: Source, value: unknown): Reading {
  const reading = emptyReading()
  for (const [index, entry] of listOf(value).entries()) {
    if (isHubEntry(entry)) readEntry(reading, entry, source, Array.isArray(value) ? `/${index}` : '')
    else reading.notes.push(`/${index} is no entry of the Hub and was not read`)
  }
  return reading
}

function readEntry(reading: Reading, entry: Fields, source: Source, at: string): void {
  const tags = textsOf(fieldOf(entry, 'tags'))
  const card = fieldOf(entry, 'cardData')
  const fields = { ...fieldsOfTags(tags), ...(isFields(card) ? card : {}), tags }
  const name = textOf(fieldOf(entry, 'modelId', 'id'))!
  const own: Reference = {
    name,
    kind: source.described?.kind ?? kindOfEntry(entry, fields),
    ...defined({ version: textOf(fieldOf(entry, 'sha')) }),
  }
  const before = reading.nodes.length
  readFields(
    reading,
    own,
    withRelation(fields, tags, entry),
    at === '' && !isFields(card) ? '/tags' : `${at}/cardData`,
  )
  const node = reading.nodes[before]!
  reading.nodes[before] = {
    ...node,
    at: at || '/',
    ...defined({ releasedAt: textOf(fieldOf(entry, 'createdAt', 'lastModified')) }),
  }
}

function kindOfEntry(entry: Fields, fields: Fields): 'dataset' | 'model' | 'tool' {
  if (fieldOf(entry, 'modelId', 'pipeline_tag', 'library_name') !== undefined) return 'model'
  if (fieldOf(entry, 'sdk') !== undefined) return 'tool'
  const tags = textsOf(fieldOf(entry, 'tags'))
  if (tags.some((tag) => /^(?:task_categories|size_categories|format|modality):/.test(tag))) return 'dataset'
  return kindOfFields(fields) === 'dataset' ? 'dataset' : 'model'
}

/** The Hub repeats the fields of a card as tags, and of some entries it shows the tags alone. */
function fieldsOfTags(tags: readonly string[]): Fields {
  const after = (prefix: string) =>
    tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length))
  const bases = after('base_model:').filter((name) => !relationTag.test(name))
  const related = after('base_model:').flatMap((name) => relationTag.exec(name)?.[2] ?? [])
  return defined({
    license: some(after('license:')),
    datasets: some(after('dataset:')),
    base_model: some([...new Set([...bases, ...related])]),
    source_datasets: some(after('source_datasets:')),
  })
}

const relationTag = /^(finetune|adapter|merge|quantized):(.+)$/

function some(items: readonly string[]): readonly string[] | undefined {
  return items.length === 0 ? undefined : items
}

/** `base_model:finetune:acme/base` has the relation that the Hub itself found. */
function withRelation(fields: Fields, tags: readonly string[], entry: Fields): Fields {
  const library = fieldOf(fields, 'library_name') ?? fieldOf(entry, 'library_name')
  const known = { ...fields, ...defined({ library_name: library }) }
  if (fieldOf(fields, 'base_model_relation') !== undefined) return known
  const words = new Set(
    tags.flatMap((tag) => /^base_model:(finetune|adapter|merge|quantized):/.exec(tag)?.[1] ?? []),
  )
  return words.size === 1 ? { ...known, base_model_relation: [...words][0] } : known
}

/** @throws HeadwaterError `lineage.nameless` */
export function readAdapterConfig(source: Source, value: Fields): Reading {
  const reading = emptyReading()
  const own = ownOf(source)
  const base = textOf(fieldOf(value, 'base_model_name_or_path'))
  if (base === undefined) return reading
  reading.nodes.push({ reference: own, at: '/' })
  reading.edges.push({
    from: own,
    to: referenceOf(base, 'model', textOf(fieldOf(value, 'revision'))),
    label: 'adapter_config.base_model_name_or_path',
    relation: 'adapterOf',
    list: 'bases',
    at: '/base_model_name_or_path',
  })
  return reading
}

/**
 * `_name_or_path` is where the model was loaded from when it was saved: often the model before training, often a folder.
 * @throws HeadwaterError `lineage.nameless`
 */
export function readConfig(source: Source, value: Fields): Reading {
  const reading = emptyReading()
  const own = ownOf(source)
  const from = textOf(fieldOf(value, '_name_or_path'))
  if (from === undefined || from === own.name) return reading
  const quantized = isFields(fieldOf(value, 'quantization_config'))
  reading.edges.push({
    from: own,
    to: referenceOf(from, 'model'),
    label: 'config._name_or_path',
    weak: '_name_or_path says where the model was loaded from, which may be no base model',
    at: '/_name_or_path',
    ...(quantized && { relation: relationOfWord('quantized')!, inferred: 'it has quantization_config' }),
  })
  return reading
}

function ownOf(source: Source): Reference {
  const own = source.described ?? repositoryOf(source.folders)
  if (own === undefined)
    fail(
      'lineage.nameless',
      'The file does not say which model it belongs to, and is in no folder with its name.',
    )
  return { ...own, kind: 'model' }
}
