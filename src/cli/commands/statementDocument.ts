/** Writes a statement as a document into a file or on standard output. */
import { writeFileSync } from 'node:fs'
import { type DocumentFormat, documentFormats, statementDocument } from '../../documents/statementDocument.ts'
import { fail } from '../../errors.ts'
import type { Statement, StatementToDate } from '../../service/headwater.ts'
import type { Session } from '../session.ts'

/** @throws HeadwaterError `usage.invalid`, `output.unwritable` */
export async function writeStatementDocument(
  session: Session,
  statement: Statement | StatementToDate,
  { format: name, to }: { readonly format: string | undefined; readonly to: string | undefined },
): Promise<void> {
  const format = requireFormat(name ?? to?.split('.').at(-1))
  const { csv, parquet } = session.given
  if (csv || parquet !== undefined)
    fail('usage.invalid', '--csv and --parquet print the lines of a statement; --format writes a document.')
  if (to === undefined && format === 'pdf')
    fail('usage.invalid', 'A PDF is no text for a terminal: name a file with --to.')
  const bytes = await statementDocument(statement, format)
  if (to === undefined) return session.out.raw(bytes.toString('utf8'))
  try {
    writeFileSync(to, bytes)
  } catch (error) {
    fail('output.unwritable', `${to} cannot be written: ${(error as Error).message}.`)
  }
  await session.out.text(`Written to ${to}`)
}

/** @throws HeadwaterError `usage.invalid` */
export function requireFormat(name: string | undefined): DocumentFormat {
  const format = documentFormats.find((each) => each === name)
  if (format !== undefined) return format
  return fail(
    'usage.invalid',
    `A document is one of ${documentFormats.join(', ')}: name it with --format, not ${JSON.stringify(name?.slice(0, 64) ?? '')}.`,
  )
}
