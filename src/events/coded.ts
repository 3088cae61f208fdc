/**
 * How the coded errors of Headwater pass through zod: an issue's message is `code sentence`, split again in parse.ts.
 * zod stays the one source of shapes, and every refusal keeps a stable code.
 */
import { z } from 'zod'
import { type ErrorCode, errorCatalogue, HeadwaterError } from '../errors.ts'

/** The message of a zod issue that stands for the failure `code`. */
export function coded(code: ErrorCode, sentence: string): string {
  return `${code} ${sentence}`
}

/** What `coded` wrote; zod's own words, where a schema forgot to give its own, are of malformed events. */
export function decoded(message: string): { code: ErrorCode; sentence: string } {
  const cut = message.indexOf(' ')
  const code = message.slice(0, cut)
  if (!Object.hasOwn(errorCatalogue, code)) return { code: 'event.malformed', sentence: message }
  return { code: code as ErrorCode, sentence: message.slice(cut + 1) }
}

/** `base`, then `parse`, whose HeadwaterErrors become issues. In JSON Schema it is what `base` is. */
export function parsed<Output, Value>(
  base: z.ZodType<Output>,
  parse: (value: Output) => Value,
): z.ZodPipe<z.ZodType<Output>, z.ZodTransform<Value, Output>> {
  return base.pipe(
    z.transform((value: Output, context) => {
      try {
        return parse(value)
      } catch (error) {
        if (!(error instanceof HeadwaterError)) throw error
        context.issues.push({ code: 'custom', message: coded(error.code, error.message), input: value })
        return z.NEVER
      }
    }),
  )
}

/** An optional field: `null` is the same as left out. */
export function optional<Schema extends z.ZodType>(schema: Schema): z.ZodOptional<z.ZodNullable<Schema>> {
  return schema.nullish()
}
