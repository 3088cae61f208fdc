/** The fields of every type of event, as paths such as `/derivedFrom/*\/share`: of its schema, and of a value. */
import { schemaFiles } from '../../scripts/schemas.ts'
import type { EventType } from '../../src/events/types.ts'

interface Schema {
  readonly type?: string
  readonly anyOf?: readonly Schema[]
  readonly properties?: { readonly [name: string]: Schema }
  readonly items?: Schema
}

/** Every field that the data of `type` may have. */
export function schemaPaths(type: EventType): Set<string> {
  const schema = JSON.parse(schemaFiles().get(`${type}.schema.json`)!) as Schema
  return new Set(pathsBelow(schema.properties!.data!, ''))
}

function pathsBelow({ type, anyOf, properties, items }: Schema, at: string): string[] {
  if (anyOf) return anyOf.flatMap((choice) => pathsBelow(choice, at))
  if (properties)
    return Object.entries(properties).flatMap(([name, field]) => pathsBelow(field, `${at}/${name}`))
  if (items) return pathsBelow(items, `${at}/*`)
  return type === 'null' ? [] : [at]
}

/** Every field that `value` has. */
export function valuePaths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuePaths(item, `${at}/*`))
  if (value === null) return []
  if (typeof value !== 'object') return [at]
  return Object.entries(value).flatMap(([name, field]) => valuePaths(field, `${at}/${name}`))
}
