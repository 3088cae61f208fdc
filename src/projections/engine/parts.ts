/**
 * Looks at the files of the embedded store for damage that the engine does not report: it sets a part that it can't load
 * aside, and goes on without its rows; it believes the file that says how many rows a part has; and it makes an empty
 * table where a definition names another place than before.
 */
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { DamagedPlace } from './damage.ts'
import { partName, type TableFolder, tableFolders } from './definitionFiles.ts'
import type { Queries } from './port.ts'

export interface DamagedPart extends DamagedPlace {
  readonly reason: string
  /** Relative to the folder of the usage store. */
  readonly folder?: string
  /** The engine has set it aside already. */
  readonly detached?: boolean
}

/** The engine calls what it set aside `broken-on-start_all_1_1_0` and similar. */
const setAside = /^(?:(?:broken|unexpected|ignored|covered-by-broken)[\w-]*?_)?(all_\d+_\d+_\d+(?:_\d+)?)$/

/** @param folder of the store, which the engine has open */
export async function findDamagedParts(engine: Queries, folder: string): Promise<DamagedPart[]> {
  const path = realpathSync(folder)
  const tables = tableFolders(path)
  const found = unownedParts(tables, path)
  for (const suspect of tables.flatMap((table) => wrongCounts(table, path)))
    if (await isUnsound(engine, suspect)) found.push(suspect)
  const suspects = tables.flatMap((table) => detachedParts(table, path))
  if (suspects.length === 0) return found
  const active = await engine.rows(
    'SELECT table, name FROM system.parts WHERE database = currentDatabase() AND active',
    (row) => ({ table: row.text(), name: row.text() }),
  )
  return [...found, ...suspects.filter((part) => !isReplaced(part, active))]
}

function detachedParts({ table, folder: of }: TableFolder, store: string): DamagedPart[] {
  return list(join(store, of, 'detached')).flatMap((name) => {
    const part = setAside.exec(name)?.[1]
    if (part === undefined) return []
    const folder = join(of, 'detached', name)
    const reason = 'the engine could not load it and set it aside'
    return [{ table, part, folder, reason, detached: true }]
  })
}

/**
 * Whether the rows are there all the same. After a power failure a merged part may be broken while those that it was
 * merged from are whole, and then they count. They go together, so it is enough to find the first and the last.
 */
function isReplaced(
  { table, part }: DamagedPart,
  active: readonly { readonly table: string; readonly name: string }[],
): boolean {
  const [first, last] = rangeOf(part!)
  const ranges = active.filter((other) => other.table === table).map(({ name }) => rangeOf(name))
  return [first, last].every((block) => ranges.some(([from, to]) => from <= block && block <= to))
}

function rangeOf(part: string): [number, number] {
  const [, first, last] = partName.exec(part) ?? []
  return [Number(first), Number(last)]
}

/** Two files of a part say how many rows it has. The engine reads as many as count.txt says. */
function wrongCounts({ table, folder: of }: TableFolder, store: string): DamagedPart[] {
  const path = join(store, of)
  return list(path).flatMap((part) => {
    if (!partName.test(part)) return []
    const count = read(join(path, part, 'count.txt'))
    const counts = new Set(
      [...read(join(path, part, 'serialization.json')).matchAll(/"num_rows":(\d+)/g)].map(([, rows]) => rows),
    )
    if (counts.size !== 1 || counts.has(count)) return []
    const reason = `count.txt says that it has ${JSON.stringify(count)} rows, and serialization.json ${[...counts]}`
    return [{ table, part, file: 'count.txt', folder: join(of, part), reason }]
  })
}

/**
 * Compares the files of one part with their checksums. Of a part that is in use no more nothing is read. A part that
 * cannot be compared is damaged.
 */
async function isUnsound(engine: Queries, { table, part }: DamagedPart): Promise<boolean> {
  const used = `SELECT 1 FROM system.parts WHERE database = currentDatabase() AND active AND table = '${table}' AND name = '${part}'`
  if ((await engine.rows(used, (row) => row.uint8())).length === 0) return false
  const sql = `CHECK TABLE \`${table}\` PART '${part}' SETTINGS check_query_single_value_result = 0`
  const checked = await engine.rows(sql, (row) => [row.text(), row.uint8()] as const).catch(() => undefined)
  return checked === undefined || checked.some(([, sound]) => sound === 0)
}

/** Parts in folders that no table names. */
function unownedParts(tables: readonly TableFolder[], store: string): DamagedPart[] {
  const owned = new Set(tables.map(({ folder }) => folder))
  const root = join(store, 'store')
  return list(root).flatMap((prefix) =>
    list(join(root, prefix)).flatMap((id) => {
      const folder = join('store', prefix, id)
      const parts = list(join(store, folder)).filter((name) => partName.test(name))
      if (owned.has(folder) || parts.length === 0) return []
      return [{ part: parts[0]!, folder, reason: `no definition of a table names its folder ${folder}` }]
    }),
  )
}

function list(path: string): string[] {
  try {
    return lstatSync(path).isDirectory() ? readdirSync(path) : []
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

/** A merge may remove a part meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    if (isGone(error)) return ''
    throw error
  }
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
