/** The page of auditors' bundles as a build has it, from the sources of now. It takes less than a second. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export async function builtVerifier(): Promise<void> {
  await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('../../scripts/verifier.ts', import.meta.url)),
  ])
}
