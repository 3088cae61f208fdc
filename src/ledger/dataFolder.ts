/**
 * The data folder. headwater.json marks it and names its format, so that an older Headwater refuses a folder that it
 * would misread. holder.json names the process that has the folder open. The lock itself is the event store's: it ends
 * with its process, which a file with a pid would not.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileLimitMessage, isFileLimit } from '../base/fileLimit.ts'
import { replaceFile } from '../config.ts'
import { fail, HeadwaterError } from '../errors.ts'

/** Grows when an older Headwater would misread the folder. */
export const folderFormat = 1

interface Holder {
  readonly pid: number
  /** E.g. `serve`. */
  readonly command: string
  /** The address of a server. */
  readonly url?: string
  readonly since: string
}

export interface DataFolder {
  readonly path: string
  readonly events: string
  readonly identities: string
  /** Where the indexes of a worker are that knows the identities of its own partitions alone. */
  readonly ownIdentities: string
  /** The file of the registry store, which is derived from the log. */
  readonly registry: string
  readonly audit: string
  /** Files of trees, for proofs. They are made again where they are missing. */
  readonly trees: string
  /** Files of flows. They are made again where they are missing. */
  readonly flows: string
  /** Whether it is read through a private view, because nothing may be written there. */
  readonly unwritten: boolean
  /** Where the usage store is, if it is in this folder. */
  readonly usage: string
  /**
   * The path of a usage store in this folder.
   * @throws HeadwaterError `usage.elsewhere` where the usage store of this folder is on a server
   */
  usageInside(): string
  /**
   * The ledger's name, 32 hex digits, for a usage store on a server.
   * @param named the name by the log, where the log is on a server too; without it the first call makes a name
   * @throws HeadwaterError `usage.elsewhere` where the usage store is in this folder, `usage.otherLedger`
   */
  ledger(named?: string): string
  /**
   * Writes down which process has the folder open, for processes that find it locked. Call it once the lock is taken.
   * @throws HeadwaterError `data.unwritable`
   */
  hold(holder: Omit<Holder, 'pid'>): void
  /** Removes that note, or the private view. */
  release(): void
}

/** The names of what a folder holds. */
export const folderFiles = {
  marker: 'headwater.json',
  events: 'events.sqlite',
  ledger: 'ledger.json',
  usage: 'usage',
  identities: 'identities',
  ownIdentities: 'identities-own',
  registry: 'registry',
  audit: 'audit.ndjson',
  trees: 'trees',
  flows: 'flows',
  holder: 'holder.json',
  watch: 'watch.json',
} as const
const {
  marker: markerName,
  events: eventsName,
  ledger: ledgerName,
  usage: usageName,
  identities: identitiesName,
  ownIdentities: ownIdentitiesName,
  audit: auditName,
  trees: treesName,
  flows: flowsName,
  holder: holderName,
} = folderFiles
/** SQLite's own files are beside it. */
export const registryFile = `${folderFiles.registry}/registry.sqlite`
/** Files that the demo writes before it opens the folder, and files that a start leaves when it is interrupted. */
const companions = /^(?:demo\.json|demo-input|headwater\.json\.\d+)$/

/**
 * @param make whether to create a missing folder (commands that write) or to fail (commands that read)
 * @throws HeadwaterError `data.missing`, `data.foreign`, `data.newer`, `data.damaged`, `data.unwritable`
 */
export function openDataFolder(path: string, make: boolean): DataFolder {
  const absolute = resolve(path)
  const marker = readText(join(absolute, markerName))
  if (marker === undefined) {
    const entries = list(absolute)
    if (entries?.some((entry) => !companions.test(entry))) {
      fail(
        'data.foreign',
        `${absolute} has files in it, but no ${markerName}: it is not a data folder of Headwater.`,
      )
    }
    if (!make) {
      const missing = entries === undefined ? 'There is no data folder at' : 'There is nothing in the folder'
      fail('data.missing', `${missing} ${absolute}.`, { data: { folder: absolute } })
    }
    makeFolder(absolute)
  } else {
    checkFormat(absolute, marker)
    checkComplete(absolute)
  }
  const holder = join(absolute, holderName)
  return {
    path: absolute,
    events: join(absolute, eventsName),
    identities: join(absolute, identitiesName),
    ownIdentities: join(absolute, ownIdentitiesName),
    registry: join(absolute, registryFile),
    audit: join(absolute, auditName),
    trees: join(absolute, treesName),
    flows: join(absolute, flowsName),
    unwritten: false,
    usage: join(absolute, usageName),
    usageInside: () => usageInside(absolute),
    ledger: (named) => readOrMakeLedger(absolute, named),
    hold: (who) => note(holder, { pid: process.pid, ...who }),
    release: () => rmSync(holder, { force: true }),
  }
}

/** Lists what a backup has. A folder that has it is a backup, and only read: work on it would make it another one. */
export const backupListing = 'backup.json'

export function isBackup({ path }: Pick<DataFolder, 'path'>): boolean {
  return existsSync(join(path, backupListing))
}

/** The wrong store looks empty. It must not be taken for a ledger without calls. */
function usageInside(folder: string): string {
  if (existsSync(join(folder, ledgerName))) {
    fail('usage.elsewhere', `The usage store of ${folder} is on a ClickHouse server, and none is configured.`)
  }
  return join(folder, usageName)
}

function readOrMakeLedger(folder: string, named: string | undefined): string {
  const path = join(folder, ledgerName)
  const text = readText(path)
  if (text === undefined) {
    if (existsSync(join(folder, usageName))) {
      fail('usage.elsewhere', `The usage store of ${folder} is in that folder, but a server is configured.`)
    }
    const made = named ?? randomBytes(16).toString('hex')
    writeNote(path, { ledger: made })
    return made
  }
  const found = /"ledger":\s*"([0-9a-f]{32})"/.exec(text)?.[1]
  if (found === undefined) fail('data.damaged', `${path} does not name a ledger.`)
  if (named !== undefined && named !== found) {
    fail('usage.otherLedger', `${folder} belongs to the ledger ${found}, and the log is that of ${named}.`)
  }
  return found
}

/** The process that noted itself in the folder, if any. It may have ended since: `isAlive` checks that. */
export function readHolder(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(join(path, holderName), 'utf8')) as Holder
    return typeof holder.pid === 'number' && typeof holder.command === 'string' ? holder : undefined
  } catch {
    return undefined
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The same failure with the process that has the folder open, and how to work in spite of it. */
export function explainHeld(error: HeadwaterError, path: string): HeadwaterError {
  const holder = readHolder(path)
  const who =
    holder && isAlive(holder.pid) ? `process ${holder.pid} (headwater ${holder.command})` : 'another process'
  const through =
    holder?.url && isAlive(holder.pid)
      ? ` Work through that server: add \`--url ${holder.url}\`.`
      : ' Wait until it ends, or end it. Where events and calls are on servers, --data can name another folder.'
  return new HeadwaterError(
    {
      code: error.code,
      message: `${path} is held by ${who}.${through}`,
      data: {
        folder: path,
        ...(holder && { pid: holder.pid, command: holder.command }),
        ...(holder?.url && { url: holder.url }),
      },
    },
    { cause: error },
  )
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    writeNote(join(path, markerName), { format: folderFormat })
  } catch (error) {
    failUnwritable(path, error)
  }
}

function checkFormat(path: string, marker: string): void {
  const format = parseFormat(marker)
  if (format === undefined && list(path)?.includes(eventsName)) {
    fail('data.damaged', `${join(path, markerName)} does not name a format: it is damaged.`, {
      data: { path, file: markerName },
      fix: `Restore ${markerName} from a backup, or write ${JSON.stringify({ format: folderFormat })} into it if no newer Headwater has used the folder.`,
    })
  }
  if (format === undefined) {
    fail(
      'data.foreign',
      `${join(path, markerName)} does not name a format: it is damaged, or not Headwater's.`,
    )
  }
  if (format > folderFormat) {
    fail('data.newer', `${path} has format ${format}; this Headwater knows formats up to ${folderFormat}.`, {
      data: { format, known: folderFormat },
    })
  }
}

/** Every folder has an event store first. A new one beside usage rows would name none of them, and the start would remove them all. */
function checkComplete(path: string): void {
  const entries = list(path) ?? []
  const there = entries.includes(eventsName)
  // A kill at the very start leaves an empty log, and nothing beside it.
  if (there && statSync(join(path, eventsName)).size > 0) return
  const left = [usageName, identitiesName, ownIdentitiesName].filter((name) => entries.includes(name))
  if (left.length === 0) return
  const state = there ? 'is empty' : 'is missing'
  fail('data.damaged', `${path} has ${left.join(' and ')}, but ${eventsName}, the log, ${state}.`, {
    data: { path, file: eventsName },
    fix: `Restore ${eventsName} from a backup that is as new as the rest, or the whole folder from one backup.`,
  })
}

function parseFormat(marker: string): number | undefined {
  try {
    const { format } = JSON.parse(marker) as { format?: unknown }
    return Number.isInteger(format) && (format as number) >= 1 ? (format as number) : undefined
  } catch {
    return undefined
  }
}

function writeNote(path: string, value: unknown): void {
  replaceFile(path, `${JSON.stringify(value)}\n`)
}

/** The note is not the lock: where the disk is full, reading works without it. */
function note(path: string, holder: Holder): void {
  try {
    writeNote(path, holder)
  } catch (error) {
    rmSync(path, { force: true })
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') failUnwritable(path, error)
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    return failUnwritable(path, error)
  }
}

function list(path: string): string[] | undefined {
  try {
    return readdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    return failUnwritable(path, error)
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT'
}

function failUnwritable(path: string, error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException
  if (isFileLimit(error)) fail('data.fileLimit', fileLimitMessage(path))
  if (code === 'ENOSPC') fail('data.diskFull', `No space is left on the disk of ${path}.`)
  fail('data.unwritable', `${path} can't be used as a data folder: ${message}.`)
}
