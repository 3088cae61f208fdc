/** A statement in each form in which people take it away. */
import type { Statement } from '../service/headwater.ts'
import { htmlOf } from './html.ts'
import { statementCsv } from './statementCsv.ts'
import { statementSheet } from './statementSheet.ts'

export const documentFormats = ['html', 'pdf', 'csv', 'json'] as const
export type DocumentFormat = (typeof documentFormats)[number]

export const documentTypes: Readonly<Record<DocumentFormat, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
}

export async function statementDocument(statement: Statement, format: DocumentFormat): Promise<Buffer> {
  switch (format) {
    case 'html':
      return Buffer.from(htmlOf(statementSheet(statement)))
    case 'pdf': {
      const { pdfOf } = await import('./pdf/write.ts')
      return pdfOf(statementSheet(statement))
    }
    case 'csv':
      return Buffer.from(statementCsv(statement))
    case 'json':
      return Buffer.from(`${JSON.stringify(statement, null, 2)}\n`)
  }
}
