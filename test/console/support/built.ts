/** The console as a build has it: built once for all test files, and again after its sources changed. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { oneProcessAtATime } from '../../support/oneProcessAtATime.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const page = join(root, 'dist/console/index.html')
const lock = join(root, 'dist/console-build.lock')
const sources = ['console', 'src/client', 'src/merkle', 'docs/glossary.md']

export function builtConsole(): Promise<void> {
  // Under the lock, because a build writes its page before the last of its scripts.
  return oneProcessAtATime(lock, async () => {
    if (isStale()) await promisify(execFile)('npm', ['run', '-s', 'build:console'], { cwd: root })
  })
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
