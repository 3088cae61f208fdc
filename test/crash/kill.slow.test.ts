/** I7: a process killed at any moment loses nothing that it acknowledged and counts nothing twice. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoMonths } from '../../src/cli/demo/calls.ts'
import { finish, runCli, startCli } from '../support/process.ts'
import { createRandom } from '../support/random.ts'

const runs = 50
const registryFile = 'examples/open-models/registry.ndjson'
const january = demoMonths[0]!

let folder: string
let callsFile: string
let undisturbed: { epoch: string; statements: string; tree: string; ingestMs: number; closeMs: number }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-kill-'))
  callsFile = join(folder, 'calls.ndjson')
  await writeFile(callsFile, [...january.lines()].join('\n'))
  const data = join(folder, 'undisturbed')
  await runCli(['ingest', registryFile, '--data', data])
  const ingestMs = await timed(() => runCli(['ingest', callsFile, '--data', data]))
  const closeMs = await timed(() => runCli(['close', '--until', january.until, '--data', data]))
  undisturbed = { ...(await outcome(data)), ingestMs, closeMs }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** What users see of epoch 1; the manifest and its hash name log positions, which a run that was cut has others of. */
async function outcome(data: string) {
  const epochs = await runCli(['epochs', '1', '--json', '--data', data])
  const { position: _position, manifestHash: _hash, ...epoch } = JSON.parse(epochs.stdout)
  const statements = await runCli(['statements', '--epoch', '1', '--json', '--data', data])
  const tree = await runCli(['tree', '1', '--json', '--data', data])
  return { epoch: JSON.stringify(epoch), statements: statements.stdout, tree: tree.stdout }
}

/** Starts the command, kills it after `afterMs`, says whether the kill came in time. */
async function killed(args: readonly string[], afterMs: number): Promise<boolean> {
  const child = startCli(args)
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  await finish(child)
  clearTimeout(timer)
  return child.signalCode === 'SIGKILL'
}

describe(`SIGKILL at a random moment of ingest and of close, ${runs} times (I7)`, () => {
  let kills = 0
  it.each(Array.from({ length: runs }, (_, seed) => [seed]))(
    'seed %i: same books, same root',
    async (seed) => {
      const random = createRandom(seed)
      const data = join(folder, `run-${seed}`)
      const ingest = ['ingest', registryFile, callsFile, '--json', '--data', data]
      const close = ['close', '--until', january.until, '--json', '--data', data]
      // The same input is sent again after each kill, as a sender without an answer would.
      while (await killed(ingest, random.int(undisturbed.ingestMs * 1.1))) kills += 1
      const again = await runCli(ingest)
      expect(again.code).toBe(0)
      const reports = again.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(reports.every((report) => report.accepted === 0)).toBe(true)
      while (await killed(close, random.int(undisturbed.closeMs * 1.1))) kills += 1
      const { ingestMs: _ingest, closeMs: _close, ...expected } = undisturbed
      expect(await outcome(data)).toEqual(expected)
      const verified = await runCli(['verify', '--json', '--data', data])
      expect(verified.code).toBe(0)
      await rm(data, { recursive: true, force: true })
    },
  )
  it('really killed processes', () => expect(kills).toBeGreaterThan(runs / 2))
})
