/** The files of an import: those that are named, and those below folders that are named. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fail } from '../../../errors.ts'

/** A file with the folders by which it is named. */
export interface FoundFile {
  readonly path: string
  /** With `/`, for reports and for the patterns of the policy. */
  readonly shown: string
  readonly folders: readonly string[]
  /** The user named the file itself. */
  readonly named: boolean
  readonly size: number
}

/** Of folders these alone are looked into. */
const endings = /\.(?:md|json|jsonld|jsonl|ndjson)$/i
/** Folders of tools, which hold no documents of lineage. */
const passedOver = new Set(['node_modules', '.git', '.headwater'])

/** In a fixed order, each file once. @throws HeadwaterError `input.unreadable` */
export function findLineageFiles(paths: readonly string[]): FoundFile[] {
  const found = new Map<string, FoundFile>()
  for (const path of paths) {
    const isFolder = statOf(path).isDirectory()
    for (const file of isFolder ? filesBelow(path) : [path]) {
      const above = foldersOf(isFolder ? relative(path, file) : file)
      // The README of the named folder itself is named by the path of that folder.
      const folders = above.length > 0 || !isFolder ? above : foldersOf(join(path, 'file'))
      if (!found.has(file)) {
        found.set(file, {
          path: file,
          shown: slashes(file),
          folders,
          named: !isFolder,
          size: statOf(file).size,
        })
      }
    }
  }
  return [...found.values()]
}

function foldersOf(file: string): string[] {
  return slashes(file)
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '' && part !== '.')
}

function slashes(path: string): string {
  return path.split(sep).join('/')
}

function filesBelow(folder: string): string[] {
  const files: string[] = []
  const waiting = [folder]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const entry of entriesOf(next)) {
      const path = join(next, entry.name)
      if (entry.isDirectory()) {
        if (!passedOver.has(entry.name)) waiting.push(path)
        // The Hub's cache has links to files. Links to folders may lead in a circle.
      } else if (endings.test(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && isFile(path)))) {
        files.push(path)
      }
    }
  }
  return files.sort()
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    return fail('input.unreadable', `The folder ${folder} can't be read: ${(error as Error).message}.`)
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function statOf(path: string) {
  try {
    return statSync(path)
  } catch (error) {
    return fail('input.unreadable', `${path} can't be read: ${(error as Error).message}.`)
  }
}

/** @throws HeadwaterError `input.unreadable` */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return fail('input.unreadable', `${path} can't be read: ${(error as Error).message}.`)
  }
}
