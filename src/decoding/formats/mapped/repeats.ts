/**
 * Ids for rows that nothing but their place tells apart: billing exports have lines that are equal in every column, and
 * each of them is a charge. `{#again}` numbers the rows of an input that would have the same id, so the same file sent
 * again has the same ids.
 */
import { fail } from '../../../errors.ts'
import { again, compileTemplate, type FieldSource, fieldText, type Row } from './fields.ts'

/** An input is numbered as a whole, in memory. */
const idsMax = 1_000_000

/** A function that numbers a row; undefined where the id does not need it. @throws HeadwaterError `mapping.malformed` */
export function compileRepeats<Of extends Row>(
  id: string,
  source: FieldSource<Of>,
): ((row: Of) => void) | undefined {
  const reference = `{${again}}`
  if (!id.includes(reference)) return undefined
  const path = '/event/id'
  const plain = compileTemplate(id.replaceAll(reference, ''), source, path)
  const kept = source.named(again, path) ?? source.at(again, true, path)
  const seen = new Map<string, number>()
  return (row) => {
    row.again = fieldText(kept(row), again)
    if (row.again !== '') return
    const name = plain(row) ?? ''
    const times = (seen.get(name) ?? 0) + 1
    if (times === 1 && seen.size >= idsMax) failTooMany()
    seen.set(name, times)
    if (times > 1) row.again = `#${times}`
  }
}

function failTooMany(): never {
  fail('record.malformed', `The input has more than ${idsMax} ids, and {${again}} numbers only so many.`, {
    path: '/id',
    fix: 'Divide the input where no rows have one id, by day for example.',
  })
}
