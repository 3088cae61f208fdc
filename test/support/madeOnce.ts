/** What many test files need and none changes, made once in a run of the tests. The run removes it at its end. */
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * @param make fills a folder, which may have another path later
 * @returns the folder
 */
export async function madeOnce(name: string, make: (folder: string) => Promise<unknown>): Promise<string> {
  const made = join(tmpdir(), `headwater-made-${name}`)
  if (existsSync(made)) return made
  const own = await mkdtemp(join(tmpdir(), 'headwater-making-'))
  await make(own)
  try {
    await rename(own, made)
  } catch (error) {
    // Another test file was faster.
    await rm(own, { recursive: true })
    if (!existsSync(made)) throw error
  }
  return made
}
