/**
 * Cards of models, datasets and spaces, as the Hugging Face Hub has them: README.md with YAML front matter
 * (https://huggingface.co/docs/hub/model-cards). A card does not have the name of its repository, so that comes from
 * the folders or from the policy. The Hub's API has the same fields under `cardData`; hub.ts gives them to `readFields`.
 */
import { parseDocument } from 'yaml'
import { defined } from '../../base/defined.ts'
import { fail } from '../../errors.ts'
import type { Relation } from '../../events/edgeNames.ts'
import { type AssetKind, emptyReading, type Reading, type Reference, type Source } from '../model.ts'
import { referenceOf } from '../names.ts'
import { type Fields, fieldOf, isFields, listOf, textOf, textsOf } from '../values.ts'

const frontMatter = /^\s*---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/

/** Relations by the Hub's words for them, and by words that authors use instead. */
const relationWords: Readonly<Record<string, Relation>> = {
  finetune: 'finetunedFrom',
  finetuned: 'finetunedFrom',
  'fine-tune': 'finetunedFrom',
  'fine-tuned': 'finetunedFrom',
  adapter: 'adapterOf',
  lora: 'adapterOf',
  quantized: 'quantizedFrom',
  quantization: 'quantizedFrom',
  quantize: 'quantizedFrom',
  merge: 'mergedFrom',
  merged: 'mergedFrom',
  distill: 'distilledFrom',
  distilled: 'distilledFrom',
  distillation: 'distilledFrom',
}

export function relationOfWord(word: string): Relation | undefined {
  const key = word.trim().toLowerCase()
  return Object.hasOwn(relationWords, key) ? relationWords[key] : undefined
}

export function hasFrontMatter(text: string): boolean {
  return /^\s*---[ \t]*\r?\n/.test(text)
}

/** @throws HeadwaterError `lineage.malformed`, `lineage.nameless` */
export function readCard(source: Source): Reading {
  const match = frontMatter.exec(source.text)
  if (!match) fail('lineage.malformed', 'The front matter begins with --- and has no --- at its end.')
  // All scalars stay texts as written: `version: 1.10` is no number, and `license: no` is no flag.
  const fields = parseYaml(match[1] ?? '')
  if (!isFields(fields)) fail('lineage.malformed', 'The front matter has no fields.')
  const own = describedBy(source, fields)
  const reading = emptyReading()
  readFields(reading, own, fields, '')
  return reading
}

/** @throws HeadwaterError `lineage.malformed`, also for an alias without an anchor, and for aliases that multiply */
function parseYaml(text: string): unknown {
  try {
    const document = parseDocument(text, { schema: 'failsafe', merge: true })
    const [error] = document.errors
    if (error) throw error
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    return fail(
      'lineage.malformed',
      `The front matter is not YAML: ${(error as Error).message.split('\n')[0]}`,
    )
  }
}

/** The repository that a card describes. */
function describedBy({ described, folders }: Source, fields: Fields): Reference {
  const stated = described ?? repositoryOf(folders)
  if (stated === undefined) {
    fail(
      'lineage.nameless',
      'A card does not say which repository it describes, and the file is in no folder with its name.',
    )
  }
  const version = stated.version ?? textOf(fieldOf(fields, 'version', 'model_version'))
  return { ...stated, kind: stated.kind ?? kindOfFields(fields), ...defined({ version }) }
}

const cacheFolder = /^(models|datasets|spaces)--(.+)$/

/** By the folders of the Hub's cache, `models--acme--chat/snapshots/REVISION`, or the last two folders. */
export function repositoryOf(folders: readonly string[]): Reference | undefined {
  const at = folders.findLastIndex((folder) => cacheFolder.test(folder))
  if (at >= 0) {
    const [, kind, name] = cacheFolder.exec(folders[at]!)!
    const revision = folders[at + 1] === 'snapshots' ? folders[at + 2] : undefined
    return { name: name!.replaceAll('--', '/'), ...defined({ kind: kindOfFolder(kind!), version: revision }) }
  }
  const names = folders.filter((folder) => folder !== '' && folder !== '.' && folder !== '..')
  const kind = names.length > 2 ? kindOfFolder(names.at(-3)!) : undefined
  const [first, second] = names.slice(-2)
  // `datasets/squad` is a repository without an organisation.
  const alone = second !== undefined && kindOfFolder(first!) !== undefined
  if (alone) return { name: second, ...defined({ kind: kindOfFolder(first!) }) }
  return first === undefined ? undefined : { name: names.slice(-2).join('/'), ...defined({ kind }) }
}

function kindOfFolder(folder: string): AssetKind | undefined {
  if (folder === 'models') return 'model'
  if (folder === 'datasets') return 'dataset'
  return folder === 'spaces' ? 'tool' : undefined
}

const datasetFields = [
  'dataset_info',
  'task_categories',
  'task_ids',
  'size_categories',
  'source_datasets',
  'annotations_creators',
  'pretty_name',
  'configs',
]
const modelFields = [
  'base_model',
  'library_name',
  'pipeline_tag',
  'model-index',
  'datasets',
  'base_model_relation',
]

/** A card without a field of another kind is that of a model, as on the Hub. */
export function kindOfFields(fields: Fields): AssetKind {
  if (fieldOf(fields, 'sdk') !== undefined) return 'tool'
  const has = (name: string) => fieldOf(fields, name) !== undefined
  return datasetFields.some(has) && !modelFields.some(has) ? 'dataset' : 'model'
}

/** @param at where the fields are in the document, before their names */
export function readFields(reading: Reading, own: Reference, fields: Fields, at: string): void {
  const licences = licencesOf(fields)
  reading.nodes.push({
    reference: own,
    at: at || '/',
    ...defined({
      licence: licences.length === 0 ? undefined : licences.join(', '),
      title: textOf(fieldOf(fields, 'pretty_name', 'model_name', 'title')),
    }),
  })
  if (own.kind === 'dataset') readDataset(reading, own, fields, at)
  else if (own.kind === 'tool') readSpace(reading, own, fields, at)
  else readModel(reading, own, fields, at)
}

/** `other` stands for the name beside it. */
function licencesOf(fields: Fields): string[] {
  const own = textOf(fieldOf(fields, 'license_name'))
  return textsOf(fieldOf(fields, 'license')).map((licence) =>
    licence.toLowerCase() === 'other' && own !== undefined ? own : licence,
  )
}

function readModel(reading: Reading, own: Reference, fields: Fields, at: string): void {
  const bases = namedIn(fieldOf(fields, 'base_model'), 'model')
  const words = textsOf(fieldOf(fields, 'base_model_relation'))
  const word = words.length > 1 ? words.join(', ') : words[0]
  const stated = word === undefined ? undefined : relationOfWord(word)
  if (word !== undefined && stated === undefined) {
    reading.notes.push(`base_model_relation ${JSON.stringify(word.slice(0, 64))} is no relation of the Hub`)
  }
  // An unknown word is no reason to infer another relation than the one that was meant.
  const guess =
    word === undefined ? inferRelation(fields, new Set(bases.map(({ name }) => name)).size) : undefined
  bases.forEach((base, index) => {
    reading.edges.push({
      from: own,
      to: base,
      label: 'card.base_model',
      list: 'bases',
      at: `${at}/base_model/${index}`,
      ...defined({ relation: stated ?? guess?.relation, inferred: guess?.because }),
    })
  })
  namedIn(fieldOf(fields, 'datasets'), 'dataset').forEach((dataset, index) => {
    reading.edges.push({
      from: own,
      to: dataset,
      label: 'card.datasets',
      relation: 'trainedOn',
      list: 'datasets',
      at: `${at}/datasets/${index}`,
    })
  })
}

const quantizedTags = new Set([
  'gguf',
  'gptq',
  'awq',
  'exl2',
  'exl3',
  'bitsandbytes',
  '4-bit',
  '8-bit',
  'quantized',
])

/** What the Hub does where a card names a base and no relation. */
function inferRelation(fields: Fields, bases: number): { relation: Relation; because: string } {
  const library = textOf(fieldOf(fields, 'library_name'))?.toLowerCase()
  const tags = textsOf(fieldOf(fields, 'tags')).map((tag) => tag.toLowerCase())
  const tag = (names: ReadonlySet<string>) => tags.find((name) => names.has(name))
  if (bases > 1) return { relation: 'mergedFrom', because: `it names ${bases} base models` }
  if (library === 'peft' || library === 'adapter-transformers')
    return { relation: 'adapterOf', because: `library_name is ${library}` }
  const adapter = tag(new Set(['lora', 'adapter', 'peft', 'qlora']))
  if (adapter !== undefined) return { relation: 'adapterOf', because: `it has the tag ${adapter}` }
  const quantized = tag(quantizedTags)
  if (library === 'gguf' || quantized !== undefined)
    return {
      relation: 'quantizedFrom',
      because: quantized ? `it has the tag ${quantized}` : 'library_name is gguf',
    }
  if (fieldOf(fields, 'quantized_by') !== undefined)
    return { relation: 'quantizedFrom', because: 'it has quantized_by' }
  const merged = tag(new Set(['merge', 'mergekit']))
  if (merged !== undefined) return { relation: 'mergedFrom', because: `it has the tag ${merged}` }
  return { relation: 'finetunedFrom', because: 'it names a base model and no relation' }
}

function readDataset(reading: Reading, own: Reference, fields: Fields, at: string): void {
  textsOf(fieldOf(fields, 'source_datasets')).forEach((text, index) => {
    if (text === 'original') return
    // `extended|squad` names the dataset that was extended, and `extended` alone names none.
    const name = text.replace(/^extended\|?(?:other-)?/, '')
    reading.edges.push({
      from: own,
      to:
        name === ''
          ? { name: text, kind: 'dataset', unusable: 'the document does not say what it is' }
          : referenceOf(name, 'dataset'),
      label: 'card.source_datasets',
      list: 'datasets',
      relation: 'composedOf',
      at: `${at}/source_datasets/${index}`,
    })
  })
}

/** The things that a field names. What is no text is no name, and is reported with the version that needs it. */
function namedIn(value: unknown, kind: AssetKind): Reference[] {
  return listOf(value).flatMap((item): Reference[] => {
    const text = textOf(item)
    if (text !== undefined) return [nameIn(text, kind)]
    if (item === null || item === '') return []
    return [{ name: JSON.stringify(item).slice(0, 100), kind, unusable: 'the field has no text here' }]
  })
}

/** Some authors write several names into one text. */
function nameIn(text: string, kind: AssetKind): Reference {
  if (/,| and /.test(text))
    return { name: text, kind, unusable: 'several names in one text: write them as a list' }
  // As the Hub's addresses have it.
  const own = /^(?:datasets|models|spaces)\/[^/]+\/[^/]+$/.test(text)
  return own ? referenceOf(`hf://${text}`, kind) : referenceOf(text, kind)
}

/** A space is an application that uses models and datasets. */
function readSpace(reading: Reading, own: Reference, fields: Fields, at: string): void {
  for (const [name, kind] of [
    ['models', 'model'],
    ['datasets', 'dataset'],
  ] as const) {
    namedIn(fieldOf(fields, name), kind).forEach((used, index) => {
      reading.edges.push({
        from: own,
        to: used,
        label: `card.${name}`,
        list: name,
        relation: 'composedOf',
        at: `${at}/${name}/${index}`,
      })
    })
  }
}
