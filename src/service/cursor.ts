/** Cursors of pages. They are opaque to the callers that send them back. */
import type { z } from 'zod'
import { fail } from '../errors.ts'

export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** @throws HeadwaterError `cursor.malformed` */
export function decodeCursor<Key>(cursor: string, schema: z.ZodType<Key>): Key {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    value = undefined
  }
  const result = schema.safeParse(value)
  return result.success
    ? result.data
    : fail('cursor.malformed', 'The cursor is not one that this server gave.')
}
