/** Reference data kept beside the checkout, never in it; tests that need it skip with a message where it is absent. */
import { existsSync, readFileSync } from 'node:fs'

const folder = new URL('../../../shared/', import.meta.url)

/** Whether the reference folder is there; says so once where it is not. */
export function hasShared(path: string): boolean {
  const there = existsSync(new URL(path, folder))
  if (!there) console.warn(`skipped: the reference file ${path} is not beside this checkout`)
  return there
}

export function readShared(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8')
}
