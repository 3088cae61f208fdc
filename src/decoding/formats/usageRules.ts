/** The rules by which the counts of one record are read: the mapping's for its provider, and the dialect's. */
import type { UsageRules } from '../usage/index.ts'
import type { GatewayMapping } from './mapping.ts'

/** One choice for all records, or one by the name of a provider or scope; `*` names all others. */
type Choice = boolean | Readonly<Record<string, boolean>> | undefined

type UsageMapping = Pick<
  GatewayMapping,
  'inputIncludesCache' | 'outputIncludesReasoning' | 'tokenClasses' | 'explains'
>

/** @param names of the record, such as its provider; the first that the mapping names decides */
export function usageRules(
  mapping: UsageMapping,
  names: readonly (string | undefined)[],
  defaults: UsageRules['defaults'],
): UsageRules {
  return {
    inputIncludesCache: chosen(mapping.inputIncludesCache, names),
    outputIncludesReasoning: chosen(mapping.outputIncludesReasoning, names),
    tokenClasses: mapping.tokenClasses,
    explains: mapping.explains,
    defaults,
  }
}

function chosen(choice: Choice, names: readonly (string | undefined)[]): boolean | undefined {
  if (typeof choice !== 'object') return choice
  for (const name of names) if (name !== undefined && Object.hasOwn(choice, name)) return choice[name]
  return Object.hasOwn(choice, '*') ? choice['*'] : undefined
}
