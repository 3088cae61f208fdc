/** A Python environment with packages from PyPI, for tests with the tools that others use. It is made once and kept. */
import { execFile } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sha256Hex } from '../../src/base/sha256.ts'
import { oneProcessAtATime } from './oneProcessAtATime.ts'

const run = promisify(execFile)
const cache = fileURLToPath(new URL('../../node_modules/.cache/headwater-python/', import.meta.url))
/** Less than a test has: without an index it skips. */
const options = { timeout: 480_000 }
const quiet = ['--quiet', '--disable-pip-version-check', '--retries', '0']

/**
 * @param packages with their versions: `prov==3.2.3`
 * @returns the path of its python, or undefined, after a message, where there is no Python or no network
 */
export async function pythonWith(packages: readonly string[]): Promise<string | undefined> {
  const folder = `${cache}${sha256Hex(packages.join(' ')).slice(0, 16)}`
  const python = `${folder}/bin/python`
  if (existsSync(python)) return python
  return oneProcessAtATime(`${folder}.lock`, async () => {
    if (existsSync(python)) return python
    const unfinished = `${folder}-unfinished`
    try {
      rmSync(unfinished, { recursive: true, force: true })
      await run('python3', ['-m', 'venv', unfinished], options)
      await run(`${unfinished}/bin/python`, ['-m', 'pip', 'install', ...quiet, ...packages], options)
      renameSync(unfinished, folder)
      return python
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true })
      console.warn(
        `skipped: no Python with ${packages.join(', ')}: ${(error as Error).message.split('\n')[0]}`,
      )
      return undefined
    }
  })
}
