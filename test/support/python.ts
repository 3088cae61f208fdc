/** A Python environment with the packages that a test needs, made once and kept for later runs. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const installMs = 240_000
const runMs = 60_000

interface Python {
  /** Runs a script of test/support/python. */
  run(script: string, args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<void>
}

/** By folder. What cannot be installed is not tried again by the other tests of a file: each try may take minutes. */
const installations = new Map<string, Promise<boolean>>()

/** Undefined where this machine has no Python 3, or no index of packages; says so. */
export async function pythonWith(...packages: readonly string[]): Promise<Python | undefined> {
  const digest = createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 12)
  const cache = join(realpathSync('node_modules'), '.cache')
  const folder = join(cache, `python-${digest}`)
  const python = join(folder, 'bin', 'python')
  const installed = installations.get(folder) ?? install(folder, packages)
  installations.set(folder, installed)
  if (!(await installed)) return undefined
  return {
    async run(script, args, environment = {}) {
      const file = join(import.meta.dirname, 'python', script)
      await run(python, [file, ...args], { timeout: runMs, env: { ...process.env, ...environment } })
    },
  }
}

async function install(folder: string, packages: readonly string[]): Promise<boolean> {
  const marker = join(folder, 'complete')
  try {
    if (existsSync(marker)) return true
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(dirname(folder), { recursive: true })
    await run('python3', ['-m', 'venv', folder], { timeout: installMs })
    const quiet = ['--quiet', '--disable-pip-version-check', '--retries', '0']
    const pip = ['-m', 'pip', 'install', ...quiet, ...packages]
    await run(join(folder, 'bin', 'python'), pip, { timeout: installMs })
    writeFileSync(marker, '')
    return true
  } catch (error) {
    console.warn(`skipped: no Python environment with ${packages.join(', ')}: ${(error as Error).message}`)
    return false
  }
}
