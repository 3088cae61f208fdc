/** Files of a backup: found, copied with their digests, and made durable. */
import { createHash, type Hash } from 'node:crypto'
import { type Dirent, readdirSync, readlinkSync } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../../identities/syncFolder.ts'

/** What a folder has, by paths below it. */
interface Found {
  readonly files: readonly string[]
  readonly links: readonly { readonly path: string; readonly target: string }[]
}

/** @param enter whether the folder at the path is looked into; default: every one */
export function findFiles(folder: string, enter: (path: string) => boolean = () => true): Found {
  const files: string[] = []
  const links: { path: string; target: string }[] = []
  const look = (at: string): void => {
    for (const entry of entriesOf(join(folder, at))) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`
      if (entry.isSymbolicLink()) links.push({ path, target: readlinkSync(join(folder, path)) })
      else if (!entry.isDirectory()) files.push(path)
      else if (enter(path)) look(path)
    }
  }
  look('')
  return { files, links }
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
}

interface Copied {
  readonly bytes: number
  readonly sha256: string
}

/** A copy failed, on the side that is read or on the side that is written. */
export class CopyFault extends Error {
  readonly side: 'source' | 'target'
  readonly path: string
  readonly full: boolean

  constructor(side: 'source' | 'target', path: string, cause: unknown) {
    super((cause as Error).message, { cause })
    this.side = side
    this.path = path
    this.full = ['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')
  }
}

async function blaming<Result>(
  side: 'source' | 'target',
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof CopyFault ? error : new CopyFault(side, path, error)
  }
}

const chunkBytes = 1 << 20

/**
 * Copies a file into a new one that only its owner may read. It is on disk when this returns.
 * @throws CopyFault
 */
export function copyFile(from: string, to: string): Promise<Copied> {
  const write = <Result>(work: () => Promise<Result>) => blaming('target', to, work)
  return blaming('source', from, async () =>
    using(await open(from, 'r'), (source) =>
      write(async () => {
        await mkdir(dirname(to), { recursive: true, mode: 0o700 })
        return using(await open(to, 'wx', 0o600), async (target) => {
          const read = readThrough(source, (chunk) => write(() => writeWhole(target, chunk)))
          const copied = await blaming('source', from, () => read)
          await target.sync()
          return copied
        })
      }),
    ),
  )
}

async function writeWhole(target: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await target.write(chunk, at)).bytesWritten
}

/**
 * Digest of a file that is already in its place. It is on disk when this returns.
 * @throws CopyFault
 */
export function sealFile(path: string): Promise<Copied> {
  return blaming('target', path, async () =>
    using(await open(path, 'r+'), async (file) => {
      await file.chmod(0o600)
      const read = await readThrough(file, async () => {})
      await file.sync()
      return read
    }),
  )
}

async function using<Result>(file: FileHandle, use: (file: FileHandle) => Promise<Result>): Promise<Result> {
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

async function readThrough(file: FileHandle, use: (chunk: Buffer) => Promise<void>): Promise<Copied> {
  const hash: Hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(chunkBytes)
  let bytes = 0
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, bytes)
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') }
    const chunk = buffer.subarray(0, bytesRead)
    hash.update(chunk)
    await use(chunk)
    bytes += bytesRead
  }
}

/** Files that are copied at a time: the disk syncs one while another is read. */
const copiesMax = 4

/** Runs `copy` for every item, some at a time. After a failure it begins no other. */
export async function forEach<Item>(
  items: readonly Item[],
  copy: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0
  const work = async (): Promise<void> => {
    while (next < items.length) {
      try {
        await copy(items[next++]!)
      } catch (error) {
        next = items.length
        throw error
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: copiesMax }, work))
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** Makes the names in a folder durable, and those in every folder below it. */
export async function syncFolders(folder: string): Promise<void> {
  for (const entry of entriesOf(folder)) {
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name))
  }
  await syncFolder(folder)
}
