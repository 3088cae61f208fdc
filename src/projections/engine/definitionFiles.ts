/**
 * The files that the engine reads before it can say anything: where one of them is damaged, opening fails without a
 * reason, or removes the table. So they are looked at before.
 */
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileLimitMessage } from '../../base/fileLimit.ts'
import { fail } from '../../errors.ts'
import { damagedUsage } from './damage.ts'

/** Files that opening needs at once, roughly. */
const openFilesNeeded = 128

/** @throws HeadwaterError `data.damaged`, `data.fileLimit` */
export function requireFiles(path: string): void {
  // The engine would take a part that it may not open for a broken one.
  if (!mayOpenFiles(path)) fail('data.fileLimit', fileLimitMessage(`the files of the usage store ${path}`))
  const metadata = definitionsFolder(path)
  if (metadata === undefined) {
    // A new store has no tables. Where there are rows, the link to their definitions is gone.
    if (madeFolders(path).some((folder) => hasParts(path, folder)))
      throw damagedUsage(path, { file: 'metadata/default' }, { words: 'it is missing' })
    return
  }
  const named = new Set<string>()
  for (const file of readdirSync(metadata).filter((name) => name.endsWith('.sql'))) {
    const read = readDefinition(path, readFileSync(join(metadata, file)))
    if ('fault' in read)
      throw damagedUsage(path, { table: file.replace('.sql', ''), file }, { words: read.fault })
    named.add(read.folder)
  }
  for (const folder of madeFolders(path)) {
    // A process that ended while it made a table left a folder that no definition names yet.
    if (!named.has(folder) && !hasParts(path, folder)) continue
    const version = readFileSync(join(path, folder, 'format_version.txt'), 'latin1')
    if (version !== '1')
      throw damagedUsage(path, { file: join(folder, 'format_version.txt') }, { words: 'it does not say 1' })
  }
}

/** The folder of a part: its first and last block, how often it was merged and, once changed, the change. */
export const partName = /^all_(\d+)_(\d+)_(\d+)(?:_(\d+))?$/

/** A definition as the engine writes it; what is in it is compared once the store is open. */
const definition = /^ATTACH TABLE _ UUID '([0-9a-f-]{36})'\n\(\n.*\n\)\nENGINE = MergeTree\nORDER BY .*\n$/s

/** The folder of the table's parts, relative to the store, or what is wrong. */
function readDefinition(path: string, bytes: Buffer): { folder: string } | { fault: string } {
  if (bytes.length === 0) return { fault: 'it is empty' }
  const id = definition.exec(bytes.toString('utf8'))?.[1]
  if (id === undefined) return { fault: 'it is not the definition of a table' }
  const folder = folderOf(id)
  return existsSync(join(path, folder))
    ? { folder }
    : { fault: `it names the folder ${id}, which is missing` }
}

/** A table, and the folder of its parts relative to the store. */
export interface TableFolder {
  readonly table: string
  readonly folder: string
}

/** The tables by their definitions, sorted by name. Call it once `requireFiles` has found these whole. */
export function tableFolders(path: string): TableFolder[] {
  const metadata = definitionsFolder(path)
  if (metadata === undefined) return []
  return readdirSync(metadata)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .flatMap((file) => {
      const id = definition.exec(readFileSync(join(metadata, file), 'utf8'))?.[1]
      return id === undefined ? [] : [{ table: file.replace('.sql', ''), folder: folderOf(id) }]
    })
}

function folderOf(id: string): string {
  return join('store', id.slice(0, 3), id)
}

/** The name of the table whose parts are in the folder of this UUID. */
export function tableIn(path: string, id: string): string | undefined {
  return tableFolders(path).find(({ folder }) => folder === folderOf(id))?.table
}

/**
 * The folder of the definitions, which a link names. The engine looks at the name at the end of the link alone: a copy
 * may have a link that leads to where it was copied from.
 * @throws HeadwaterError `data.damaged`
 */
function definitionsFolder(path: string): string | undefined {
  const link = join(path, 'metadata', 'default')
  const entry = lstatSync(link, { throwIfNoEntry: false })
  if (entry === undefined) return undefined
  const [, prefix, id] = entry.isSymbolicLink()
    ? (/([0-9a-f]{3})\/([0-9a-f-]{36})\/?$/.exec(readlinkSync(link)) ?? [])
    : []
  const folder = id === undefined ? undefined : join(path, 'store', prefix!, id)
  if (folder !== undefined && existsSync(folder)) return folder
  const words = entry.isSymbolicLink()
    ? 'it does not lead to the definitions of the tables'
    : 'it is a folder and should be a link: a copy was made that follows links'
  const fix =
    'Copy the data folder again without following links, or take a copy with `headwater backup` and `headwater restore`.'
  throw damagedUsage(path, { file: join('metadata', 'default') }, { words, fix })
}

function hasParts(path: string, folder: string): boolean {
  return readdirSync(join(path, folder)).some((name) => partName.test(name))
}

/** Folders of tables, relative to the store. */
function madeFolders(path: string): string[] {
  const root = join(path, 'store')
  if (!existsSync(root)) return []
  return readdirSync(root).flatMap((prefix) =>
    readdirSync(join(root, prefix))
      .map((id) => join('store', prefix, id))
      .filter((folder) => existsSync(join(path, folder, 'format_version.txt'))),
  )
}

function mayOpenFiles(path: string): boolean {
  const opened: number[] = []
  try {
    while (opened.length < openFilesNeeded) opened.push(openSync(path, 'r'))
    return lstatSync(path).isDirectory()
  } catch {
    return false
  } finally {
    for (const file of opened) closeSync(file)
  }
}
