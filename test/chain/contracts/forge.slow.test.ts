/**
 * The tests of the contracts, in Solidity under contracts/test: Forge compiles them with npm's solc and runs them, here
 * with 500 runs of each invariant. `npm run test:contracts` makes 10,000. Forge is a development dependency, so a checkout
 * without it fails.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { forgeTest } from '../../../scripts/forge.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

interface Outcome {
  readonly status: 'Success' | 'Failure' | 'Skipped'
  readonly reason: string | null
  readonly counterexample: unknown
}
type Suites = Readonly<Record<string, { readonly test_results: Readonly<Record<string, Outcome>> }>>

const suites = run()

it('runs every file of contracts/test, those of I32 among them', () => {
  const files = readdirSync(`${root}contracts/test`, { recursive: true, encoding: 'utf8' })
  const written = files.filter((name) => name.endsWith('.t.sol')).map((name) => `contracts/test/${name}`)
  const ran = new Set(Object.keys(suites).map((suite) => suite.split(':')[0]))
  expect(written.filter((name) => !ran.has(name))).toEqual([])
})

describe.each(Object.entries(suites))('%s', (_, { test_results }) => {
  it.each(Object.entries(test_results))('%s', (_name, { status, reason, counterexample }) => {
    expect({ status, reason, counterexample }).toMatchObject({ status: 'Success' })
  })
})

function run(): Suites {
  const { stdout, stderr } = forgeTest(['--json'])
  const json = stdout.split('\n').find((line) => line.startsWith('{'))
  if (json === undefined) throw new Error(`forge test ran nothing:\n${stdout}\n${stderr}`)
  return JSON.parse(json) as Suites
}
