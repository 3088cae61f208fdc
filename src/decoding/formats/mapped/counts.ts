/** Token counts of a row: by a template for each class, or read from a provider's usage as the counts of gateways are. */
import { fail } from '../../../errors.ts'
import {
  pushCounts,
  readUsage,
  type StatedCount,
  type TokenClass,
  type TokensFrom,
} from '../../usage/index.ts'
import { isObject } from '../record.ts'
import { usageRules } from '../usageRules.ts'
import {
  compileField,
  compileTemplate,
  type FieldSource,
  fieldText,
  type Row,
  type Template,
} from './fields.ts'
import { countText } from './numbers.ts'
import type { CallMapping } from './schema.ts'
import { compileSum } from './sums.ts'
import { parseSum, parseTemplate } from './template.ts'

type Tokens = { readonly [Class in TokenClass]?: string | number | undefined }

interface Counts<Of extends Row> {
  /** @throws HeadwaterError `record.*`, also for a row that has neither an amount nor a count */
  tokens(row: Of, hasAmount: boolean): { readonly tokens: Tokens; readonly reading?: string | undefined }
  /** What each class came from, for a person. */
  from(row: Of): TokensFrom
}

/** @throws HeadwaterError `mapping.malformed` */
export function compileCounts<Of extends Row>(mapping: CallMapping, source: FieldSource<Of>): Counts<Of> {
  const { usage, tokens } = mapping.event
  if (usage !== undefined) return usageCounts(usage, mapping, source)
  if (Object.keys(tokens).length === 0) return withoutCounts(mapping)
  const classes = Object.entries(tokens).flatMap(([name, template]) =>
    template === undefined
      ? []
      : [[name as TokenClass, compileCount(template, name, mapping, source)] as const],
  )
  return {
    tokens(row, hasAmount) {
      const read: { -readonly [Class in TokenClass]?: string | undefined } = {}
      let isUsable = false
      for (const [name, count] of classes) {
        const text = count(row)
        read[name] = text
        if (text !== undefined && !isZero.test(text)) isUsable = true
      }
      if (!isUsable && !hasAmount) checkUsable(mapping)
      return { tokens: read }
    },
    from: (row) =>
      Object.fromEntries(
        Object.entries(tokens).map(([name, template = '']) => [name, filled(template, row, source)]),
      ),
  }
}

const noTokens = { tokens: {} }

/** Where the mapping takes amounts alone, a row without one would cost nothing. Without amounts, a rate per call prices. */
function withoutCounts<Of extends Row>(mapping: CallMapping): Counts<Of> {
  const isAmountOnly = mapping.event.amount !== undefined
  return {
    tokens(_row, hasAmount) {
      if (isAmountOnly && !hasAmount) checkUsable(mapping, 'The row has no amount, and the mapping no tokens')
      return noTokens
    },
    from: () => ({}),
  }
}

/** The template, and the same with the values in it. */
function filled<Of extends Row>(template: string, row: Of, source: FieldSource<Of>): string {
  const values = parseTemplate(template, '').map((part) => {
    if (part.kind === 'text') return part.text
    return fieldText(compileField(part.reference, source, '', true)(row), part.reference) || '(empty)'
  })
  return `${template} is ${values.join('')}`
}

const isZero = /^0+$/

function compileCount<Of extends Row>(
  template: string,
  name: string,
  mapping: CallMapping,
  source: FieldSource<Of>,
): (row: Of) => string | undefined {
  const path = `/event/tokens/${name}`
  const resultPath = `/data/tokens/${name}`
  const terms = parseSum(template)
  if (terms) return compileSum(terms, source, { form: mapping, path, resultPath, template, whole: true })
  const text = countTemplate(template, source, path)
  return (row) => {
    const count = text(row)
    return count === undefined ? undefined : countText(count, mapping, resultPath)
  }
}

function countTemplate<Of extends Row>(
  template: string,
  source: FieldSource<Of>,
  path: string,
): Template<Of> {
  const [part, ...more] = parseTemplate(template, path)
  if (part?.kind !== 'field' || more.length > 0) return compileTemplate(template, source, path)
  const field = compileField(part.reference, source, path, true)
  return (row) => fieldText(field(row), part.reference) || undefined
}

/** Without a count a call would cost nothing, and nothing would say so. */
function checkUsable(
  { withoutTokens }: CallMapping,
  what = 'The row has no amount, and all its token counts are empty or zero',
): void {
  if (withoutTokens === 'count') return
  fail('record.unpriced', `${what}, so no rate per token prices it.`, {
    path: '/data/tokens',
    fix: 'Leave such rows out by a rule of "where" in the mapping. For a rate per call: "withoutTokens": "count".',
  })
}

function usageCounts<Of extends Row>(
  usage: string | Readonly<Record<string, string>>,
  mapping: CallMapping,
  source: FieldSource<Of>,
): Counts<Of> {
  const { provider } = mapping.event
  const scope = provider === undefined ? undefined : compileTemplate(provider, source, '/event/provider')
  const rules = (row: Of) => usageRules(mapping, [scope?.(row)], undefined)
  const stated = typeof usage === 'string' ? wholeUsage(usage, source) : namedUsage(usage, source)
  return {
    tokens(row, hasAmount) {
      const { tokens, usable, reading } = readUsage(stated(row), rules(row))
      if (!usable && !hasAmount) checkUsable(mapping)
      return { tokens, reading }
    },
    from(row) {
      const { from = {}, reading } = readUsage(stated(row), { ...rules(row), explains: true })
      return reading === undefined ? from : { ...from, usage: reading }
    },
  }
}

/** The counts of one object, under the names that they have in it. */
function wholeUsage<Of extends Row>(
  template: string,
  source: FieldSource<Of>,
): (row: Of) => readonly StatedCount[] {
  const path = '/event/usage'
  const [part, ...more] = parseTemplate(template, path)
  if (part?.kind !== 'field' || more.length > 0)
    return fail('mapping.malformed', 'The usage is one field with an object, such as {usage}.', { path })
  const { reference } = part
  const field = compileField(reference, source, path)
  const place = `/${reference.replaceAll('.', '/')}`
  return (row) => {
    const value = field(row)
    if (value === undefined) return []
    if (!isObject(value)) fail('record.malformed', `{${reference}} is not a JSON object.`)
    const counts: StatedCount[] = []
    pushCounts(counts, value, place)
    return counts.map(asWritten)
  }
}

/** The reader takes numbers as text. */
function asWritten(count: StatedCount): StatedCount {
  return typeof count.value === 'number' ? { ...count, value: String(count.value) } : count
}

function namedUsage<Of extends Row>(
  templates: Readonly<Record<string, string>>,
  source: FieldSource<Of>,
): (row: Of) => readonly StatedCount[] {
  const fields = Object.entries(templates).map(([name, template]) => {
    const path = `/event/usage/${name}`
    return { nameOf: countName(name, source, path), text: compileTemplate(template, source, path) }
  })
  return (row) =>
    fields.flatMap(({ nameOf, text }) => {
      const value = text(row)
      const name = nameOf(row)
      return value === undefined || name === undefined ? [] : [{ name, path: `/usage/${name}`, value }]
    })
}

/** A name with fields in it is one of each row: exports may have a row for each kind of token. */
function countName<Of extends Row>(name: string, source: FieldSource<Of>, path: string): Template<Of> {
  return name.includes('{') ? compileTemplate(name, source, path) : () => name
}
