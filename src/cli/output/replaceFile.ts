/** A file that has its name once it is complete. */
import { createWriteStream, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fail } from '../../errors.ts'

/**
 * Replaces the file of this name, if there is one. What is written before that is beside it, and is gone where the
 * content fails.
 * @throws HeadwaterError `output.unwritable`
 */
export async function replaceFile(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const folder = orUnwritable(path, () => mkdtempSync(join(dirname(path), `.${basename(path)}-`)))
  try {
    const made = join(folder, 'made')
    const file = createWriteStream(made, { mode: 0o600 })
    let fault: unknown
    file.once('error', (error) => {
      fault = error
    })
    await pipeline(Readable.from(content), file).catch((error) => {
      if (fault === undefined) throw error
      unwritable(path, fault)
    })
    orUnwritable(path, () => renameSync(made, path))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function orUnwritable<Result>(path: string, act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    return unwritable(path, error)
  }
}

function unwritable(path: string, error: unknown): never {
  fail('output.unwritable', `${path} cannot be written: ${(error as Error).message}.`)
}
