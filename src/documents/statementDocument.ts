/** A statement in each form in which people take it away. */
import type { Statement, StatementToDate } from '../service/headwater.ts'
import { htmlOf } from './html.ts'
import type { Sheet } from './sheet.ts'
import { statementCsv } from './statementCsv.ts'
import { statementSheet } from './statementSheet.ts'
import { toDateCsv } from './toDateCsv.ts'
import { toDateSheet } from './toDateSheet.ts'

export const documentFormats = ['html', 'pdf', 'csv', 'json'] as const
export type DocumentFormat = (typeof documentFormats)[number]

export const documentTypes: Readonly<Record<DocumentFormat, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
}

/** @param statement of an epoch, or over all epochs */
export async function statementDocument(
  statement: Statement | StatementToDate,
  format: DocumentFormat,
): Promise<Buffer> {
  switch (format) {
    case 'html':
      return Buffer.from(htmlOf(sheetOf(statement)))
    case 'pdf': {
      const { pdfOf } = await import('./pdf/write.ts')
      return pdfOf(sheetOf(statement))
    }
    case 'csv':
      return Buffer.from(isToDate(statement) ? toDateCsv(statement) : statementCsv(statement))
    case 'json':
      return Buffer.from(`${JSON.stringify(statement, null, 2)}\n`)
  }
}

function sheetOf(statement: Statement | StatementToDate): Sheet {
  return isToDate(statement) ? toDateSheet(statement) : statementSheet(statement)
}

function isToDate(statement: Statement | StatementToDate): statement is StatementToDate {
  return 'epochs' in statement
}
