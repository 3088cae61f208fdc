/** The syntax of templates: text with `{fields}` in it, and sums of fields. `{{` and `}}` are braces. */
import { fail } from '../../../errors.ts'

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly reference: string }

/** @throws HeadwaterError `mapping.malformed` for an unmatched brace */
export function parseTemplate(template: string, path: string): readonly Part[] {
  return [...template.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)].map(([text, reference]): Part => {
    if (text === '{{') return { kind: 'text', text: '{' }
    if (text === '}}') return { kind: 'text', text: '}' }
    if (text === '{' || text === '}')
      return fail('mapping.malformed', `The template ${template} has an unmatched brace.`, { path })
    return reference === undefined ? { kind: 'text', text } : { kind: 'field', reference }
  })
}

/** Factors that are multiplied, and whether their product is added or subtracted. */
export interface Term {
  readonly minus: boolean
  readonly factors: readonly Factor[]
}
type Factor = { readonly reference: string } | { readonly number: string }

const factor = /\s*(?:\{([^{}]*)\}|([0-9]+(?:\.[0-9]+)?))\s*/y
const operator = /[-+*]/y

/** `{prompt} - {cached}`, `{cost} * 0.01`; undefined for a template without an operator, which is a text. */
export function parseSum(template: string): readonly Term[] | undefined {
  const terms: { minus: boolean; factors: Factor[] }[] = []
  let sign = '+'
  for (let at = 0; ; ) {
    factor.lastIndex = at
    const found = factor.exec(template)
    if (!found) return undefined
    const read: Factor = found[1] === undefined ? { number: found[2]! } : { reference: found[1] }
    if (sign === '*') terms.at(-1)!.factors.push(read)
    else terms.push({ minus: sign === '-', factors: [read] })
    at = factor.lastIndex
    if (at === template.length) break
    operator.lastIndex = at
    const next = operator.exec(template)
    if (!next) return undefined
    sign = next[0]
    at = operator.lastIndex
  }
  const factors = terms.flatMap((term) => term.factors)
  return factors.length > 1 && factors.some((one) => 'reference' in one) ? terms : undefined
}
