/**
 * `npm run publish:kills -- 30` kills `headwater publish` at so many of its requests to a real node, and then plays ten
 * thousand publications on a chain with faults; exits 1 where the contract ends with other than one root.
 */
import { spawnSync } from 'node:child_process'

const [kills = '30', seeds = '10000'] = process.argv.slice(2)
const run = (project: string, file: string, env: Record<string, string>) =>
  spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', project, file], {
    env: { ...process.env, ...env },
    stdio: 'inherit',
  }).status ?? 1

const killed = run('slow', 'test/crash/publish.slow.test.ts', { HEADWATER_PUBLISH_KILLS: kills })
const played = run('fast', 'test/settlement/publish/simulation.test.ts', { HEADWATER_PUBLISH_SEEDS: seeds })
process.exitCode = killed === 0 && played === 0 ? 0 : 1
