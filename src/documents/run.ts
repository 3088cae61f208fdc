/** The documents of all statements of an epoch, one after the other, and the list of them. */
import { createHash } from 'node:crypto'
import type { Statement } from '../service/headwater.ts'
import { csvLine } from './csv.ts'
import { fileNameOf } from './fileName.ts'
import { type DocumentFormat, statementDocument } from './statementDocument.ts'

export interface RunFile {
  /** Relative, with `/`: 256 folders keep each of them small. */
  readonly path: string
  readonly bytes: Buffer
  /** Undefined for the list. */
  readonly payee?: string
}

const listName = 'list.csv'
/** A list of millions is longer than a text can be, so its lines become bytes, so many at a time. */
const listLines = 10_000

/** The list comes last: a run that was cut has none. It has a line for each payee, which grows with their number. */
export async function* documentsOf(
  statements: AsyncIterable<Statement>,
  format: DocumentFormat,
): AsyncGenerator<RunFile> {
  const list: Buffer[] = []
  let lines = [csvLine(['payee', 'file', 'bytes', 'sha256'])]
  for await (const statement of statements) {
    const { payee } = statement
    const name = fileNameOf(payee, format)
    const path = `${name.slice(-(format.length + 33)).slice(0, 2)}/${name}`
    const bytes = await statementDocument(statement, format)
    lines.push(csvLine([payee, path, bytes.length, createHash('sha256').update(bytes).digest('hex')]))
    if (lines.length === listLines) {
      list.push(Buffer.from(lines.join('')))
      lines = []
    }
    yield { path, bytes, payee }
  }
  yield { path: listName, bytes: Buffer.concat([...list, Buffer.from(lines.join(''))]) }
}
