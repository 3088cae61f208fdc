/** I7 with a registry of many payees: a kill loses no event that was acknowledged, and the registry store catches up. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'
import { openRegistry } from '../../src/registrystore/open.ts'
import { eventText } from '../support/memoryIngest.ts'
import { finish, runCli, startCli } from '../support/process.ts'
import { createRandom } from '../support/random.ts'

const payees = 40_000
/** The thread that writes the store has several turns. */
const env = { HEADWATER_SNAPSHOT_EVENTS: '4000' }

let folder: string
let input: string
let digest: string
let ingestMs: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-kill-registry-'))
  input = join(folder, 'registry.ndjson')
  const account = (id: number) => `eip155:8453:0x${(id + 1).toString(16).padStart(40, '0')}`
  const lines = [eventText('asset.registered', 'asset', { asset: 'dataset:a/d', owner: 'ada' })]
  for (let id = 0; id < payees; id++) {
    lines.push(eventText('payee.registered', `p${id}`, { payee: `payee-${id}`, account: account(id) }))
    const contributions = [{ payee: `payee-${(id * 7) % (id + 1)}`, units: 1 + (id % 9) }]
    if (id % 10 === 0)
      lines.push(eventText('contribution.recorded', `c${id}`, { asset: 'dataset:a/d', contributions }))
  }
  await writeFile(input, lines.join('\n'))
  const data = join(folder, 'undisturbed')
  const started = performance.now()
  expect(await runCli(['ingest', input, '--data', data], { env })).toMatchObject({ code: 0 })
  ingestMs = performance.now() - started
  digest = (await registryOf(data)).digest
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The registry that a start on the folder has; its store is compared with one that is made of the log. */
async function registryOf(data: string) {
  const events = openSqliteEventStore({ path: join(data, 'events.sqlite'), clock: () => new Date() })
  const live = await openRegistry(events, { path: join(data, 'registry', 'registry.sqlite') })
  const made = await openRegistry(events, { path: join(data, 'made.sqlite') })
  const { digest, count } = live.state
  const { replayed } = live
  expect(digest).toBe(made.state.digest)
  await made.save()
  expect(await live.contents()).toEqual(await made.contents())
  await live.close()
  await made.close()
  await events.close()
  return { digest, count, replayed }
}

it.each([[1], [2], [3]])('SIGKILL at a random moment of ingest, seed %i: the same registry', async (seed) => {
  const random = createRandom(seed)
  const data = join(folder, `run-${seed}`)
  const child = startCli(['ingest', input, '--json', '--data', data], { env })
  const timer = setTimeout(() => child.kill('SIGKILL'), (0.4 + random.int(50) / 100) * ingestMs)
  await finish(child)
  clearTimeout(timer)
  // The sender heard nothing, so it sends all of it again.
  const { code, stdout } = await runCli(['ingest', input, '--json', '--data', data], { env })
  expect(code).toBe(0)
  const { accepted, duplicate, rejectedCount } = JSON.parse(stdout)
  expect({ all: accepted + duplicate, rejectedCount }).toEqual({ all: payees * 1.1 + 1, rejectedCount: 0 })
  expect(await registryOf(data)).toEqual({ digest, count: payees * 1.1 + 1, replayed: 0 })
})
