/** Lists of payees with units of work, in contributions and in releases. */
import { z } from 'zod'
import type { ByteWriter } from './byteWriter.ts'
import { notList, notObject } from './definition.ts'
import * as field from './fields.ts'
import type { PayeeId } from './ids.ts'

export const weightedPayees = z.array(
  z.object({ payee: field.payee, units: field.units }, notObject),
  notList,
)

export function writeWeighted(
  bytes: ByteWriter,
  list: readonly { readonly payee: PayeeId; readonly units: number }[],
): void {
  bytes.u32(list.length)
  for (const { payee, units } of list) {
    bytes.text(payee)
    bytes.digits(units)
  }
}
