/** The four disjoint classes of tokens, in the order in which contents and rows hold them. */
import { z } from 'zod'
import { optional } from './coded.ts'
import { notObject } from './definition.ts'

export const tokenClasses = ['input', 'output', 'cacheRead', 'cacheWrite'] as const
export type TokenClass = (typeof tokenClasses)[number]

/** An object with an optional `field` for each class. */
export function byTokenClass<Field extends z.ZodType>(field: Field) {
  const fields = Object.fromEntries(tokenClasses.map((name) => [name, optional(field)]))
  return z.object(fields as Record<TokenClass, z.ZodOptional<z.ZodNullable<Field>>>, notObject)
}
