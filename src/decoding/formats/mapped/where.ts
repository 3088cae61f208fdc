/** Which rows of an input become calls. Each rule has a name, and the rows that it leaves out are counted under it. */
import { z } from 'zod'
import { compileTemplate, type FieldSource, type Row, type Template } from './fields.ts'
import { amountText, type NumberForm } from './numbers.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
const scalars = z.union([scalar, z.array(scalar).min(1)])

const test = z.union([
  scalars,
  z
    .strictObject({
      is: scalars.optional(),
      not: scalars.optional(),
      like: z.string().optional().describe('`*` is any text'),
      above: z.number().optional(),
      below: z.number().optional(),
      empty: z.boolean().optional(),
    })
    .refine((value) => Object.keys(value).length > 0, 'is a test of nothing'),
])

const condition = z.record(z.string().min(1), test)

export const where = z
  .record(z.string().min(1).max(64), z.union([condition, z.array(condition).min(1)]))
  .default({})
  .describe(
    'Rules that a row must fulfil, by name: tests of templates, all of which must hold; of a list, one must. Rows that do not are skipped, and counted by the name',
  )
type Where = z.output<typeof where>
type Condition = z.output<typeof condition>
type Test = z.output<typeof test>

/** The name of the first rule that the row does not fulfil. @throws HeadwaterError `mapping.malformed` */
export function compileWhere<Of extends Row>(
  rules: Where,
  source: FieldSource<Of>,
  form: NumberForm,
): (row: Of) => string | undefined {
  const compiled = Object.entries(rules).map(([name, rule]) => {
    const conditions = Array.isArray(rule) ? rule : [rule]
    return { name, any: conditions.map((one) => compileCondition(one, source, `/where/${name}`, form)) }
  })
  return (row) => {
    for (const { name, any } of compiled) if (!any.some((holds) => holds(row))) return name
    return undefined
  }
}

function compileCondition<Of extends Row>(
  tests: Condition,
  source: FieldSource<Of>,
  path: string,
  form: NumberForm,
): (row: Of) => boolean {
  const all = Object.entries(tests).map(([template, wanted]) => ({
    text: compileTemplate(template.includes('{') ? template : `{${template}}`, source, path),
    passes: compileTest(wanted, form),
  }))
  return (row) => all.every(({ text, passes }) => passes(textIn(text, row)))
}

function textIn<Of extends Row>(text: Template<Of>, row: Of): string {
  return text(row) ?? ''
}

function compileTest(wanted: Test, form: NumberForm): (text: string) => boolean {
  if (typeof wanted !== 'object' || Array.isArray(wanted)) {
    const values = textsOf(wanted)
    return (text) => values.has(text)
  }
  const { is, not, like, above, below, empty } = wanted
  const passes: ((text: string) => boolean)[] = []
  if (is !== undefined) {
    const values = textsOf(is)
    passes.push((text) => values.has(text))
  }
  if (not !== undefined) {
    const values = textsOf(not)
    passes.push((text) => !values.has(text))
  }
  if (like !== undefined) {
    const parts = like.split('*')
    passes.push((text) => isLike(text, parts))
  }
  // An empty field is no number, so it is neither above nor below one.
  if (above !== undefined) passes.push((text) => text !== '' && numberIn(text, form) > above)
  if (below !== undefined) passes.push((text) => text !== '' && numberIn(text, form) < below)
  if (empty !== undefined) passes.push((text) => (text === '') === empty)
  return (text) => passes.every((one) => one(text))
}

/** Not by a regular expression: with many stars it would take long for a long text. */
function isLike(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

/** @throws HeadwaterError `record.malformed` for what is no number, or may be two */
function numberIn(text: string, form: NumberForm): number {
  const isNegative = text.startsWith('-')
  const number = Number(amountText(isNegative ? text.slice(1) : text, form, '/where'))
  return isNegative ? -number : number
}

function textsOf(values: z.output<typeof scalars>): ReadonlySet<string> {
  return new Set((Array.isArray(values) ? values : [values]).map(String))
}
