/** The shapes of answers by their names in service/schemas, and the check that an answer has its shape. */
import type { z } from 'zod'
import { fail } from '../errors.ts'
import * as schemas from '../service/schemas/index.ts'

type Schemas = typeof schemas
export type ShapeName = {
  [Name in keyof Schemas]: Schemas[Name] extends z.ZodType ? Name : never
}[keyof Schemas]
export type Shape<Name extends ShapeName> = Schemas[Name] extends z.ZodType ? z.output<Schemas[Name]> : never

/** Gives the value as the shape has it. @throws HeadwaterError `server.unexpected` */
export type CheckShape = <Name extends ShapeName>(name: Name, value: unknown) => Shape<Name>

/** A copy, so that a name finds its schema. */
const byName: Schemas = { ...schemas }

export const checkShape: CheckShape = (name, value) => {
  const result = byName[name].safeParse(value)
  if (result.success) return result.data as Shape<typeof name>
  const [issue] = result.error.issues
  return fail(
    'server.unexpected',
    `The server's answer does not have the expected shape: /${issue?.path.join('/')} ${issue?.message}.`,
  )
}
