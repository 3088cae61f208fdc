/** Scripts of test/support/python, run with the packages that they need. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { patienceMs } from './patience.ts'
import { pythonWith } from './pythonEnvironment.ts'

interface Scripts {
  /** Runs a script to its end. */
  run(script: string, args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<void>
}

/** What cannot be installed is not tried again by the other tests of a file: each try may take minutes. */
const environments = new Map<string, Promise<string | undefined>>()

/** Undefined, after a message, where this machine has no Python 3, or no index of packages. */
export async function pythonScripts(...packages: readonly string[]): Promise<Scripts | undefined> {
  const name = packages.join(' ')
  const environment = environments.get(name) ?? pythonWith(packages)
  environments.set(name, environment)
  const python = await environment
  if (python === undefined) return undefined
  return {
    async run(script, args, variables = {}) {
      const file = join(import.meta.dirname, 'python', script)
      const env = { ...process.env, ...variables }
      await promisify(execFile)(python, [file, ...args], { timeout: patienceMs, env })
    },
  }
}
