/** The console as a build has it: built once for all test files, and again after its sources changed. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const page = join(root, 'dist/console/index.html')
const lock = join(root, 'dist/console.lock')
const sources = ['console', 'src/client', 'src/merkle', 'docs/glossary.md']
/** A build takes seconds; a lock that is older was left by a killed test. */
const lockMsMax = 120_000

export async function builtConsole(): Promise<void> {
  while (isStale()) {
    mkdirSync(join(root, 'dist'), { recursive: true })
    if (!takeLock()) {
      await setTimeout(200)
      continue
    }
    try {
      await promisify(execFile)('npm', ['run', '-s', 'build:console'], { cwd: root })
    } finally {
      rmSync(lock, { recursive: true })
    }
  }
}

function isStale(): boolean {
  if (!existsSync(page)) return true
  const built = statSync(page).mtimeMs
  return sources.some((source) => changedAt(join(root, source)) > built)
}

function changedAt(path: string): number {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return Math.max(
    ...readdirSync(path, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(path, name)).mtimeMs,
    ),
  )
}

function takeLock(): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) > lockMsMax)
      rmSync(lock, { recursive: true, force: true })
    return false
  }
}
