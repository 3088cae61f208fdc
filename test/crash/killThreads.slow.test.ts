/** I7 with threads that read ahead: a kill loses nothing that was acknowledged and counts nothing twice. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '../support/collect.ts'
import { eventText, registryLines } from '../support/memoryIngest.ts'
import { finish, runCli, startCli } from '../support/process.ts'
import { createRandom } from '../support/random.ts'
import { openFolder } from '../support/temporaryHeadwater.ts'

/** About 24 MiB of calls and 10 of payees: threads start, and several batches follow one another. */
const calls = 100_000
const payees = 40_000
const until = '2025-09-01T00:00:00Z'

let folder: string
let input: readonly string[]
let undisturbed: Awaited<ReturnType<typeof outcome>>
let ingestMs: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-kill-threads-'))
  input = ['registry', 'payees', 'calls'].map((name) => join(folder, `${name}.ndjson`))
  await writeFile(input[0]!, registryLines.join('\n'))
  await writeFile(input[1]!, Array.from({ length: payees }, (_, id) => payee(id)).join('\n'))
  const call = (id: number) =>
    eventText('call.metered', `call-${id}`, {
      asset: id % 10 === 0 ? 'dataset:bare' : 'model:meta/llama',
      amount: `0.0${id % 100}1`,
      currency: 'USDC',
      // Every hundredth has an escape, so the main thread reads it.
      caller: id % 100 === 0 ? 'team "a"' : `team-${id % 7}`,
    })
  await writeFile(input[2]!, Array.from({ length: calls }, (_, id) => call(id)).join('\n'))
  const data = join(folder, 'undisturbed')
  const started = performance.now()
  expect(await runCli(['ingest', ...input, '--data', data, '--threads', '1'])).toMatchObject({ code: 0 })
  ingestMs = performance.now() - started
  undisturbed = await outcome(data)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Half of them with an account; every hundredth has an escape, and every fiftieth contributes to an asset that earns. */
function payee(id: number): string {
  if (id % 50 === 7) {
    const contributions = [{ payee: `payee-${id}`, units: 1 + (id % 9) }]
    return eventText('contribution.recorded', `payee-${id}`, { asset: 'dataset:bare', contributions })
  }
  return eventText('payee.registered', `payee-${id}`, {
    payee: `payee-${id}`,
    ...(id % 100 === 0 && { name: 'the "first"' }),
    ...(id % 2 === 0 && { account: `eip155:8453:0x${(id + 1).toString(16).padStart(40, '0')}` }),
  })
}

/** What a close makes of the folder; log positions, and so the manifest's hash, are others where a run was cut. */
async function outcome(data: string) {
  await runCli(['close', '--until', until, '--data', data])
  await using opened = await openFolder(data)
  const { position: _position, manifestHash: _hash, ...epoch } = await opened.service.epoch(1)
  const [verified] = await collect(opened.service.verify(1))
  return { epoch, statements: await collect(opened.service.statements(1)), verified: verified!.ok }
}

describe.each([[1], [2], [4]])('SIGKILL at a random moment of ingest with %i threads (I7)', (threads) => {
  it.each([[1], [2]])('seed %i: the same books', async (seed) => {
    const random = createRandom(seed * 10 + threads)
    const data = join(folder, `run-${threads}-${seed}`)
    const ingest = ['ingest', ...input, '--json', '--data', data, '--threads', String(threads)]
    const child = startCli(ingest)
    const timer = setTimeout(() => child.kill('SIGKILL'), (0.3 + random.int(50) / 100) * ingestMs)
    await finish(child)
    clearTimeout(timer)
    // The sender heard nothing, so it sends all of it again.
    const { code, stdout } = await runCli(ingest)
    expect(code).toBe(0)
    const { accepted, duplicate, rejectedCount } = JSON.parse(stdout)
    expect({ all: accepted + duplicate, rejectedCount }).toEqual({
      all: calls + payees + registryLines.length,
      rejectedCount: 0,
    })
    expect(await outcome(data)).toEqual(undisturbed)
    await rm(data, { recursive: true, force: true })
  })
})
