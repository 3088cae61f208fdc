/** Sums and products of fields, exact: `{prompt} - {cached}`, `{cost} * 0.01`. */
import { fail } from '../../../errors.ts'
import { type Exact, exact, exactText, product, sum } from '../exact.ts'
import { compileField, type Field, type FieldSource, fieldText, type Row } from './fields.ts'
import { amountText, countText, type NumberForm, requireClear } from './numbers.ts'
import type { Term } from './template.ts'

interface CompiledTerm<Of extends Row> {
  readonly minus: boolean
  readonly fields: readonly { readonly field: Field<Of>; readonly reference: string }[]
  readonly constant: Exact
  /** Its fields are no counts then, but may have fractions: `{thousands} * 1000`. */
  readonly isProduct: boolean
}

interface SumOptions {
  readonly form: NumberForm
  /** Of the template in the mapping. */
  readonly path: string
  /** Of the result in the event. */
  readonly resultPath: string
  readonly template: string
  readonly whole: boolean
  /** Of a field as written; gives it without a sign that the mapping says it has. */
  readonly signed?: (text: string) => string
}

/**
 * A sum as a function of a row, as decimal text. A field that is left out counts as zero; the sum is left out where all
 * fields that it adds are.
 * @throws HeadwaterError `mapping.malformed`; the function throws `record.malformed` and `record.inconsistent`
 */
export function compileSum<Of extends Row>(
  terms: readonly Term[],
  source: FieldSource<Of>,
  options: SumOptions,
): (row: Of) => string | undefined {
  const compiled = terms.map(({ minus, factors }): CompiledTerm<Of> => {
    let constant = exact('1')
    const fields: { field: Field<Of>; reference: string }[] = []
    for (const factor of factors) {
      if ('number' in factor) constant = product(constant, exact(factor.number))
      else {
        const { reference } = factor
        fields.push({ field: compileField(reference, source, options.path, options.whole), reference })
      }
    }
    return { minus, fields, constant, isProduct: factors.length > 1 }
  })
  return (row) => sumOf(compiled, row, options)
}

function sumOf<Of extends Row>(
  terms: readonly CompiledTerm<Of>[],
  row: Of,
  options: SumOptions,
): string | undefined {
  let total = exact('0')
  let added = false
  for (const { minus, fields, constant, isProduct } of terms) {
    let value = constant
    let isThere = true
    for (const { field, reference } of fields) {
      const written = fieldText(field(row), reference)
      const text = written === '' ? '' : (options.signed?.(written) ?? written)
      if (text === '') isThere = false
      else value = product(value, exact(numberOf(text, reference, options, isProduct)))
    }
    if (!isThere) continue
    if (!minus) added = true
    total = sum(total, value, minus ? -1n : 1n)
  }
  if (total.digits < 0n) {
    fail(
      'record.inconsistent',
      `${options.resultPath} would be ${exactText(total)}, from ${written(terms, row, options.template)}: a part is larger than its whole.`,
      { path: options.resultPath },
    )
  }
  return added ? exactText(total) : undefined
}

function numberOf(
  text: string,
  reference: string,
  { form, whole, resultPath }: SumOptions,
  isProduct: boolean,
): string {
  if (whole && isProduct) requireClear(text, form, resultPath)
  const number = whole && !isProduct ? countText(text, form, resultPath) : amountText(text, form, resultPath)
  if (!/^[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?$/.test(number) || number.length > 100) {
    fail(
      'record.malformed',
      `{${reference}} is ${JSON.stringify(text.slice(0, 64))}, which is not a number.`,
      {
        path: resultPath,
      },
    )
  }
  return number
}

/** The template with the values in it. */
function written<Of extends Row>(terms: readonly CompiledTerm<Of>[], row: Of, template: string): string {
  const values = terms.flatMap(({ fields }) =>
    fields.map(({ field, reference }) => `${reference} = ${fieldText(field(row), reference) || '(empty)'}`),
  )
  return `${template} (${values.join(', ')})`
}
