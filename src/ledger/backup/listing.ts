/**
 * backup.json: what a backup has, with the digest of every file, and its own. It is written last, so a folder without it
 * is no backup. A backup holds no links, because many ways to copy a folder do not keep them: the links that chDB needs
 * are listed here and made again by the restore.
 */
import { readFileSync } from 'node:fs'
import { isAbsolute, join, posix } from 'node:path'
import { z } from 'zod'
import { sha256Hex } from '../../base/sha256.ts'
import { fail } from '../../errors.ts'
import { backupListing, folderFormat } from '../dataFolder.ts'

/** Grows when an older Headwater would misread a backup. */
const backupFormat = 1

/** Inside the folder, so that a forged listing can't name another place. */
const path = z.string().refine((text) => isInside(text), 'must be a path inside the backup')
const digest = z.string().regex(/^[0-9a-f]{64}$/)
const size = z.number().int().nonnegative()

const listingSchema = z.strictObject({
  format: z.literal(backupFormat),
  /** Of the data folder in it. */
  folderFormat: z.number().int(),
  /** Of the Headwater that wrote it. */
  version: z.string(),
  takenAt: z.string(),
  log: z.strictObject({
    /** Id of the first event, which tells one log from another; null for an empty log. */
    first: z.string().nullable(),
    position: size,
  }),
  /** What the ledger has on servers, so that the backup does not have it. */
  elsewhere: z.array(z.enum(['events', 'calls'])),
  links: z.array(z.strictObject({ path, target: z.string() }).refine(leadsInside)).refine(areApart),
  files: z.array(z.strictObject({ path, bytes: size, sha256: digest })),
})

export type Listing = z.infer<typeof listingSchema>
export type ListedFile = Listing['files'][number]

/** The text of backup.json, and the digest in it: over everything that it says. */
export function renderListing(listing: Listing): { text: string; sha256: string } {
  const sha256 = sha256Hex(JSON.stringify(listing))
  return { text: `${JSON.stringify({ ...listing, sha256 }, null, 2)}\n`, sha256 }
}

/** @throws HeadwaterError `backup.missing`, `backup.damaged`, `backup.newer`, `data.newer` */
export function readListing(folder: string): Listing & { readonly sha256: string } {
  const text = readText(join(folder, backupListing))
  if (text === undefined) {
    fail(
      'backup.missing',
      `${folder} has no ${backupListing}: it is no backup, or one that was not completed.`,
    )
  }
  const given = parse(text)
  const { format, folderFormat: written } = given as Partial<Listing>
  if (typeof format === 'number' && format > backupFormat) {
    fail(
      'backup.newer',
      `${folder} has format ${format}; this Headwater knows formats up to ${backupFormat}.`,
    )
  }
  if (typeof written === 'number' && written > folderFormat) {
    fail(
      'data.newer',
      `The data folder in ${folder} has format ${written}; this Headwater knows up to ${folderFormat}.`,
    )
  }
  const { sha256: _, ...content } = given as Record<string, unknown>
  const result = listingSchema.safeParse(content)
  const rendered = result.success ? renderListing(result.data) : undefined
  if (!result.success || rendered?.text !== text) {
    fail('backup.damaged', `${join(folder, backupListing)} is not as it was written.`, {
      data: { path: join(folder, backupListing) },
    })
  }
  return { ...result.data, sha256: rendered.sha256 }
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    return fail('backup.missing', `${file} can't be read: ${message}.`)
  }
}

type Link = { readonly path: string; readonly target: string }

function leadsInside({ path: at, target }: Link): boolean {
  return !isAbsolute(target) && isInside(posix.join(posix.dirname(at), target))
}

/** A link below another one would lead to another place than its text says. */
function areApart(links: readonly Link[]): boolean {
  return links.every(({ path: above }) => !links.some((link) => link.path.startsWith(`${above}/`)))
}

function isInside(text: string): boolean {
  if (text === '' || isAbsolute(text) || text.includes('\\') || text.includes('\0')) return false
  return !posix.normalize(text).split('/').includes('..')
}
