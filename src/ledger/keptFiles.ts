/**
 * Files that can be made again, in a folder of the data folder: payout trees, named by their roots, and flows of epochs,
 * named by the hashes of their manifests. Nothing depends on them, so nothing is synced: what a crash leaves is checked
 * when it is opened.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { KeptBytes, KeptFiles } from '../settlement/keptFiles.ts'

/** The files that were used longest ago are removed beyond this: 4 GiB, two trees of 10 M leaves. */
const keptBytesMax = 2 ** 32

interface Place {
  readonly folder: string
  /** E.g. `tree`. */
  readonly ending: string
  /** Whether files may be written there. */
  readonly writes: boolean
}

export function createKeptFiles({ folder, ending, writes }: Place, bytesMax = keptBytesMax): KeptFiles {
  const pathOf = (name: string) => join(folder, `${name.replace(/^0x/, '')}.${ending}`)
  return {
    open(name) {
      const path = pathOf(name)
      try {
        const bytes = openFile(path)
        if (writes) noteUse(path)
        return bytes
      } catch {
        return undefined
      }
    },
    keep(name, parts) {
      const path = pathOf(name)
      if (!writes) return inMemory(parts)
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeFile(path, parts())
        removeOldest(folder, path, bytesMax)
        return openFile(path)
      } catch {
        // Without room on the disk, for one: an answer is given all the same.
        return inMemory(parts)
      }
    },
  }
}

/** Reads wait for the disk: what they read is small, and mostly in memory already. */
function openFile(path: string): KeptBytes {
  const file = openSync(path, 'r')
  return {
    size: fstatSync(file).size,
    read(offset, length, into) {
      const bytes = into?.length === length ? into : Buffer.allocUnsafe(length)
      for (let at = 0; at < length; ) {
        const count = readSync(file, bytes, at, length - at, offset + at)
        // A file that was cut since it was opened; its checks find it.
        if (count === 0) return bytes.fill(0, at)
        at += count
      }
      return bytes
    },
    close: () => closeSync(file),
  }
}

/** Made when it is first read: a close keeps what perhaps no reader asks for. */
function inMemory(parts: () => Iterable<Uint8Array>): KeptBytes {
  let made: Buffer | undefined
  const bytes = () => (made ??= Buffer.concat([...parts()]))
  return {
    get size() {
      return bytes().length
    },
    read: (offset, length) => bytes().subarray(offset, offset + length),
    close: () => {},
  }
}

function writeFile(path: string, parts: Iterable<Uint8Array>): void {
  const aside = `${path}.${process.pid}`
  const file = openSync(aside, 'w', 0o600)
  try {
    for (const part of parts) for (let at = 0; at < part.length; ) at += writeSync(file, part, at)
  } catch (error) {
    rmSync(aside, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  renameSync(aside, path)
}

function noteUse(path: string): void {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {}
}

/** Also what a killed process left half-written, in its turn. */
function removeOldest(folder: string, newest: string, bytesMax: number): void {
  const files = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== newest)
    .map((path) => ({ path, ...pick(statSync(path)) }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs)
  let left = bytesMax - statSync(newest).size
  for (const { path, size } of files) {
    left -= size
    if (left < 0) rmSync(path, { force: true })
  }
}

function pick({ mtimeMs, size }: { readonly mtimeMs: number; readonly size: number }) {
  return { mtimeMs, size }
}
