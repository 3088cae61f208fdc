/**
 * Runs Forge on the contracts: `npm run test:contracts -- ARGS`. The binary is called itself, because the package's own
 * command exits with 0 whatever the tests say.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const outputBytesMax = 2 ** 28

/**
 * `forge test` with what it wrote, or with this process's own output.
 * @param long 10,000 runs of each fuzz test and invariant in place of CI's
 * @throws Error without Forge: npm ci installs it
 */
export function forgeTest(
  args: readonly string[],
  { long = false, shown = false } = {},
): SpawnSyncReturns<string> {
  const platform = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
  const name = process.platform === 'win32' ? 'forge.exe' : 'forge'
  const binary = `${root}node_modules/@foundry-rs/forge-${platform}/bin/${name}`
  if (!existsSync(binary))
    throw new Error(`Forge is missing (${binary}): npm ci installs it with the development dependencies.`)
  return spawnSync(binary, ['test', '--root', '.', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      FOUNDRY_CONFIG: 'contracts/foundry.toml',
      FOUNDRY_PROFILE: long ? 'long' : 'default',
    },
    maxBuffer: outputBytesMax,
    stdio: shown ? 'inherit' : 'pipe',
  })
}

if (import.meta.main)
  process.exitCode = forgeTest(process.argv.slice(2), { long: true, shown: true }).status ?? 1
