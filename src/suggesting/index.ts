/** A first mapping for an input of no known format, from the names and values of its fields, and what is unsure in it. */
import { Recognizer } from '../decoding/input/recognize.ts'
import { moneyOf } from './money.ts'
import { fieldsOf, namesMany, type Role } from './roles.ts'
import { type Sample, type SampledField, sampleOf } from './sample.ts'
import { timesOf } from './times.ts'

interface Suggestion {
  readonly format: 'csv' | 'json'
  readonly mapping: Readonly<Record<string, unknown>>
  /** What a person should check, each as a sentence. */
  readonly unsure: readonly string[]
}

type Notes = string[]

/**
 * @param head the beginning of the input, unpacked
 * @param origin its name, from which the name of the source is made
 */
export function suggestMapping(head: Uint8Array, origin: string): Suggestion {
  const sample = sampleOf(head)
  const notes: Notes = []
  const known = knownFormat(head)
  if (known !== undefined)
    notes.push(`The records look like ${known}, a format that needs no mapping of fields.`)
  const pick = (role: Role, without: readonly (SampledField | undefined)[] = []) =>
    fieldsOf(role, sample.fields).find((field) => !without.includes(field))
  const time = pick('time')
  const times = timesOf(time?.values ?? [], notes)
  const usage = usageOf(sample, notes) ?? rowUsageOf(pick, notes)
  const tokens = usage === undefined ? tokensOf(sample, notes) : undefined
  const isCounted = usage !== undefined || tokens !== undefined
  const money = moneyOf(sample, isCounted, notes)
  const where = whereOf(pick, { sample, negative: isCounted ? undefined : money?.negative }, notes)
  if (time === undefined) notes.push('No field looks like a time: write one for {TIME}.')
  if (!isCounted && money === undefined)
    notes.push(
      'No field looks like a count of tokens or a cost: a call is then priced by a rate by call only.',
    )
  const [caller, trace] = [pick('caller'), pick('trace')]
  const mapping = {
    ...(sample.delimiter !== undefined && sample.delimiter !== ',' && { delimiter: sample.delimiter }),
    ...(sample.rows !== undefined && { rows: sample.rows }),
    ...times,
    ...money?.form,
    ...(Object.keys(where).length > 0 && { where }),
    event: {
      source: sourceOf(origin, notes),
      id: idOf(sample, pick, notes),
      time: reference(time, 'TIME'),
      asset: assetOf(pick, notes),
      ...(!isCounted && money?.event),
      ...(caller && { caller: optional(caller) }),
      ...(trace && { traceId: optional(trace) }),
      ...(usage !== undefined && { usage }),
      ...(tokens && { tokens }),
    },
  }
  return { format: sample.format, mapping, unsure: notes }
}

function knownFormat(head: Uint8Array): string | undefined {
  if (head.length === 0) return undefined
  const recognizer = new Recognizer(undefined)
  recognizer.push(head)
  recognizer.end()
  return recognizer.found
}

type Pick = (role: Role, without?: readonly (SampledField | undefined)[]) => SampledField | undefined

function reference(field: SampledField | undefined, placeholder: string): string {
  return `{${field?.name ?? placeholder}}`
}

/** Fields that say nothing about money may be missing in other files of the same kind. */
function optional({ name }: SampledField): string {
  return `{${name}?}`
}

function sourceOf(origin: string, notes: Notes): string {
  const name = /^[A-Za-z]+(?:[-_][A-Za-z]+)*/.exec(origin)?.[0] ?? 'export'
  notes.push(
    `The source is ${JSON.stringify(name)}: it names the gateway, and must stay the same for all of its files.`,
  )
  return name
}

function idOf(sample: Sample, pick: Pick, notes: Notes): string {
  const names = fieldsOf('id', sample.fields).filter(({ values }) => values.length > 0)
  const one = names.find(
    (field) => isUnique(field.values) && field.values.length >= sample.records && !namesMany(field),
  )
  if (one) {
    if (sample.records < recordsMin)
      notes.push(
        `Of ${sample.records} records, each has its own {${one.name}}: see that it names one call alone.`,
      )
    return `{${one.name}}`
  }
  if (names.length === 0 && sample.format === 'csv') {
    notes.push(
      'No field names a call. {#origin}-{#line} is right only for files that grow only at their end.',
    )
    return '{#origin}-{#line}'
  }
  const parts = [pick('time'), pick('model'), pick('tokenType'), ...names.slice(0, idPartsMax)].filter(
    (field) => field !== undefined,
  )
  notes.push(
    'No field alone names a call: see that the fields of the id together do, and add what they lack. {#again} numbers the rows of one input that have the same.',
  )
  return parts.length === 0 ? '{ID}' : `${parts.map(({ name }) => `{${name}?}`).join('/')}{#again}`
}

const idPartsMax = 4
/** Fewer records do not show whether a field has a value of its own in each. */
const recordsMin = 10

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length
}

function assetOf(pick: Pick, notes: Notes): string {
  const [model, provider] = [pick('model'), pick('provider')]
  if (!model) {
    notes.push('No field looks like the name of a model: write the asset of these calls.')
    return 'model:PROVIDER/NAME'
  }
  const shown = model.values[0] ?? ''
  if (shown.includes('/')) return `model:{${model.name}}`
  if (provider) {
    const name = provider.values[0] ?? ''
    if (name !== name.toLowerCase())
      notes.push(`The provider is written ${JSON.stringify(name)}: assets are compared as written.`)
    return `model:{${provider.name}}/{${model.name}}`
  }
  notes.push('No field names the provider: the assets are model:NAME.')
  return `model:{${model.name}}`
}

/** An object that has both the input and the output: the reader of usage knows what its counts mean. */
function usageOf(sample: Sample, notes: Notes): string | undefined {
  const parents = (role: Role) =>
    fieldsOf(role, sample.fields)
      .map(({ name }) => name.slice(0, Math.max(name.lastIndexOf('.'), 0)))
      .filter((parent) => /usage/i.test(parent))
  const outputs = parents('output')
  const parent = parents('input').find((name) => outputs.includes(name))
  if (parent === undefined) return undefined
  notes.push(
    `The counts come from {${parent}}, by their names and total. \`mapping try\` shows what each record's counts were taken for.`,
  )
  return `{${parent}}`
}

/** Exports may have a row for each kind of token. */
function rowUsageOf(pick: Pick, notes: Notes): Readonly<Record<string, string>> | undefined {
  const [type, quantity] = [pick('tokenType'), pick('quantity')]
  if (!type || !quantity) return undefined
  const kinds = [...new Set(type.values)].slice(0, kindsShown).join(', ')
  notes.push(
    `Each row counts the kind of token that {${type.name}} names (${kinds}): add those that are not known to "tokenClasses".`,
  )
  return { [`{${type.name}}`]: `{${quantity.name}}` }
}

const kindsShown = 6

type Tokens = Readonly<Record<string, string>>

/** Whether the input includes its cached part shows in the stated total, where there is one. */
function tokensOf(sample: Sample, notes: Notes): Tokens | undefined {
  const { fields } = sample
  const caches = [...fieldsOf('cacheRead', fields), ...fieldsOf('cacheWrite', fields)]
  const isPlain = (field: SampledField) => !caches.includes(field)
  const [input, output] = [fieldsOf('input', fields).find(isPlain), fieldsOf('output', fields).find(isPlain)]
  if (!input && !output) return undefined
  const [read, write] = [fieldsOf('cacheRead', fields)[0], fieldsOf('cacheWrite', fields)[0]]
  const parts = [read, write].filter((field) => field !== undefined)
  let subtracted = ''
  if (input && parts.length > 0 && !/uncached/i.test(input.name)) {
    const includes = includesCache({ input, output, parts, total: fieldsOf('total', fields)[0] })
    if (includes !== false) subtracted = parts.map(({ name }) => ` - {${name}}`).join('')
    if (includes === undefined) {
      notes.push(
        `Nothing shows whether {${input.name}} includes the cached tokens. This mapping takes them off, as OpenAI counts; for Anthropic's own counts, leave out "${subtracted.trim()}".`,
      )
    }
  }
  if (!output) notes.push('No field looks like the output tokens.')
  return {
    ...(input && { input: `{${input.name}}${subtracted}` }),
    ...(output && { output: `{${output.name}}` }),
    ...(read && { cacheRead: `{${read.name}}` }),
    ...(write && { cacheWrite: `{${write.name}}` }),
  }
}

/** By the sums of all values, because only records with a cached part decide. Undefined where neither reading fits. */
function includesCache(fields: {
  readonly input: SampledField
  readonly output: SampledField | undefined
  readonly parts: readonly SampledField[]
  readonly total: SampledField | undefined
}): boolean | undefined {
  const sum = (field: SampledField | undefined) =>
    (field?.values ?? []).reduce((all, value) => all + (Number(value) || 0), 0)
  const [plain, cached] = [
    sum(fields.input) + sum(fields.output),
    fields.parts.reduce((all, part) => all + sum(part), 0),
  ]
  const total = sum(fields.total)
  if (cached === 0 || fields.total === undefined) return undefined
  if (total === plain) return true
  return total === plain + cached ? false : undefined
}

type Rules = Readonly<Record<string, object>>

interface Left {
  readonly sample: Sample
  /** The field with amounts below zero. */
  readonly negative: string | undefined
}

/** Rows of billing exports that are no usage. */
const billing: readonly (readonly [field: string, rule: string, test: unknown])[] = [
  ['ChargeCategory', 'charge that is no usage', 'Usage'],
  ['ChargeClass', 'correction of an earlier invoice', { empty: true }],
  ['lineItem/LineItemType', 'charge that is no usage', 'Usage'],
]

function whereOf(pick: Pick, { sample, negative }: Left, notes: Notes): Rules {
  const rules: Record<string, object> = {}
  for (const [field, rule, test] of billing) {
    if (sample.fields.some(({ name }) => name === field)) rules[rule] = { [`{${field}}`]: test }
  }
  if (negative !== undefined) {
    rules['no cost'] = { [`{${negative}}`]: { above: 0 } }
    notes.push(`{${negative}} has amounts below zero, such as credits: a rule of "where" leaves them out.`)
  }
  const status = pick('status')
  const values = new Set(status?.values)
  if (status && values.size > 0) {
    const good = [...values].filter((value) => /^(?:2\d\d|true|success|succeeded|ok|completed)$/i.test(value))
    if (good.length > 0) {
      rules['failed call'] = { [`{${status.name}}`]: good }
      notes.push(
        `Only calls with {${status.name}} ${good.join(' or ')} bill; a status that is not in this sample does not.`,
      )
    } else notes.push(`{${status.name}} looks like a status, and no value of it is known to be good.`)
  }
  const hit = pick('cacheHit')
  if (hit)
    rules['answer from the cache'] = {
      [`{${hit.name}}`]: { not: ['true', 'True', 'TRUE', '1', 'hit', 'HIT'] },
    }
  return rules
}
