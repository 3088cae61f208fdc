/** The demo's data folder: created again in every run, and never a folder with real books. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../errors.ts'

const marker = 'demo.json'

/** @throws HeadwaterError `demo.folderNotEmpty` where the folder has files that no demo wrote */
export function prepareDemoFolder(folder: string): { readonly inputs: string } {
  const entries = existsSync(folder) ? readdirSync(folder) : []
  if (entries.length > 0 && !entries.includes(marker)) {
    fail('demo.folderNotEmpty', `${folder} has files that the demo did not write.`)
  }
  rmSync(folder, { recursive: true, force: true })
  const inputs = join(folder, 'demo-input')
  mkdirSync(inputs, { recursive: true, mode: 0o700 })
  writeFileSync(
    join(folder, marker),
    `${JSON.stringify({ note: 'Written by headwater demo; the next demo deletes this folder.' })}\n`,
  )
  return { inputs }
}
