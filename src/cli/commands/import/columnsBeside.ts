/** Reads the data files beside a document whose records say where they come from. */
import { createReadStream, existsSync, realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { type ColumnTallies, columnsWantedBy, tallyColumns } from '../../../importing/index.ts'

/** @throws HeadwaterError `lineage.*`, `line.*`, `input.damaged` for a file that is there and can't be read */
export async function columnsBeside(document: string, text: string): Promise<ColumnTallies | undefined> {
  const wanted = columnsWantedBy(text)
  if (wanted.length === 0) return undefined
  const folder = realpathSync(dirname(document))
  const tallies = new Map<string, ReadonlyMap<string, ReadonlyMap<string, number>>>()
  for (const columns of wanted) {
    const path = join(folder, columns.path)
    // A document says which files are read, so a link must not lead out of its folder.
    if (!existsSync(path) || !realpathSync(path).startsWith(folder + sep)) continue
    tallies.set(columns.path, await tallyColumns(createReadStream(path), columns))
  }
  return tallies
}
