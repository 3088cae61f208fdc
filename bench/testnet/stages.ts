/** What the benchmark runs, in order. Each stage needs the ledger that those before it left. */
import { epochUntil, exampleOf } from './economy.ts'
import type { EconomySizes } from './options.ts'

export interface Stage {
  readonly name: string
  /** Whether it changes the ledger. Then each run starts from a copy of what the stage before left. */
  readonly writes: boolean
  readonly argv: (files: EconomyFiles, sizes: EconomySizes) => readonly string[]
  /** What must be the same whatever the build, of its output. */
  readonly agreed?: (stdout: string) => string
  /** What it works through, for a rate. */
  readonly count?: (files: EconomyFiles, sizes: EconomySizes) => number
}

export interface EconomyFiles {
  readonly registry: string
  readonly registryEvents: number
  readonly calls: string
}

export const stages: readonly Stage[] = [
  {
    name: 'registry',
    writes: true,
    argv: ({ registry }) => ['ingest', registry, '--strict', '--json'],
    count: ({ registryEvents }) => registryEvents,
  },
  {
    name: 'calls',
    writes: true,
    argv: ({ calls }) => ['ingest', calls, '--strict', '--json'],
    count: (_, sizes) => sizes.calls,
  },
  { name: 'close', writes: true, argv: () => ['close', '--until', epochUntil, '--ahead', '--yes', '--json'] },
  { name: 'verify', writes: false, argv: () => ['verify', '1', '--json'] },
  {
    name: 'epochs',
    writes: false,
    argv: () => ['epochs', '--json'],
    agreed: (stdout) => {
      const { counts, totals, trees } = JSON.parse(stdout)
      return JSON.stringify({ counts, totals, trees })
    },
  },
  {
    name: 'statement',
    writes: false,
    argv: (_, sizes) => ['statement', exampleOf(sizes).payee, '--json'],
  },
  { name: 'proof', writes: false, argv: (_, sizes) => ['proof', exampleOf(sizes).account, '--json'] },
  { name: 'explain', writes: false, argv: (_, sizes) => ['explain', exampleOf(sizes).call, '--json'] },
]
