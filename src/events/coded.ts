/**
 * Passes Headwater's error codes through zod: the message of an issue is `code sentence`, which parse.ts splits again.
 * So zod is the only source of shapes, and every refusal has a stable code.
 */
import { z } from 'zod'
import { type ErrorCode, errorCatalogue, HeadwaterError } from '../errors.ts'

/** The message of a zod issue that stands for the failure `code`. */
export function coded(code: ErrorCode, sentence: string): string {
  return `${code} ${sentence}`
}

/** Splits what `coded` wrote. A message of zod's own, where a schema has none, gets the code of malformed events. */
export function decoded(message: string): { code: ErrorCode; sentence: string } {
  const cut = message.indexOf(' ')
  const code = message.slice(0, cut)
  if (!Object.hasOwn(errorCatalogue, code)) return { code: 'event.malformed', sentence: message }
  return { code: code as ErrorCode, sentence: message.slice(cut + 1) }
}

/**
 * Runs `base`, then `parse`, and turns the HeadwaterErrors of `parse` into issues. Its JSON Schema is that of `base`.
 */
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

/** An optional field. `null` means the same as leaving it out. */
export function optional<Schema extends z.ZodType>(schema: Schema): z.ZodOptional<z.ZodNullable<Schema>> {
  return schema.nullish()
}
