/**
 * I7: a process killed at any moment loses nothing that it acknowledged and counts nothing twice. HEADWATER_KILLS=50 tries
 * so many seeds.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoMonths } from '../../src/cli/demo/calls.ts'
import { collect } from '../support/collect.ts'
import { finish, runCli, startCli } from '../support/process.ts'
import { createRandom } from '../support/random.ts'
import { openFolder } from '../support/temporaryHeadwater.ts'

const runs = Number(process.env.HEADWATER_KILLS ?? 16)
const registryFile = 'examples/open-models/registry.ndjson'
const until = '2026-02-01T00:00:00Z'
const firstUntil = '2026-01-16T00:00:00Z'
/** The epoch whose close is killed goes on from state to date. */
const epoch = 2

const from = { currency: 'USDC', effectiveFrom: '2025-12-01T00:00:00Z' }
const contracts = [
  ['clause.agreed', { ...from, clause: 'advance', payee: 'meta-ai', to: 'fund', share: '0.5', cap: '40' }],
  ['clause.agreed', { ...from, clause: 'commission', payee: 'fund', to: 'agency', share: '0.15' }],
  ['reserve.set', { ...from, share: '0.2', days: 10 }],
  ['withholding.set', { ...from, share: '0.3', to: 'state' }],
  ['payout.set', { ...from, threshold: '0.01' }],
] as const

let folder: string
let input: readonly string[]
let undisturbed: Awaited<ReturnType<typeof outcome>>
let ingestMs: number
let closeMs: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-kill-'))
  const agreed = join(folder, 'contracts.ndjson')
  const wire = ([type, data]: (typeof contracts)[number], number: number) =>
    JSON.stringify({
      ...{ specversion: '1.0', source: '/contracts', id: `c${number}`, time: '2025-12-02T00:00:00Z' },
      ...{ type: `io.headwater.${type}`, data },
    })
  await writeFile(agreed, contracts.map(wire).join('\n'))
  input = [registryFile, agreed]
  for (const { name, lines } of demoMonths) {
    const file = join(folder, `${name}.ndjson`)
    await writeFile(file, [...corrected(lines())].join('\n'))
    input = [...input, file]
  }
  const data = join(folder, 'undisturbed')
  ingestMs = await timed(() => runCli(['ingest', ...input, '--data', data]))
  await runCli(['close', '--until', firstUntil, '--data', data])
  closeMs = await timed(() => runCli(['close', '--until', until, '--data', data]))
  undisturbed = await outcome(data)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** With refunds, disputes and postings among the calls, some before the call that they name. */
function* corrected(lines: Iterable<string>): Generator<string> {
  let number = 0
  for (const line of lines) {
    // The demo has a line that is cut off.
    const { type, source, id, time } = line.endsWith('}') ? JSON.parse(line) : {}
    const wire = (what: string, name: string, data: object) =>
      JSON.stringify({
        ...{ specversion: '1.0', source: '/corrections', id: name, time },
        ...{ type: `io.headwater.${what}`, data },
      })
    const isCall = type === 'io.headwater.call.metered'
    number++
    if (isCall && number % 41 === 0) yield wire('call.refunded', `r-${id}`, { call: { source, id } })
    yield line
    if (!isCall) continue
    if (number % 53 === 0) yield wire('call.disputed', `d-${id}`, { call: { source, id } })
    if (number % 106 === 0)
      yield wire('dispute.closed', `e-${id}`, { dispute: { source: '/corrections', id: `d-${id}` } })
    if (number % 977 === 0)
      yield wire('deposit.recorded', `p-${id}`, { payee: 'acme', currency: 'USDC', amount: '0.5' })
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** What users see of the epoch; log positions, and so the manifest's hash, are others where a run was cut. */
async function outcome(data: string) {
  await using opened = await openFolder(data)
  const { position: _position, manifestHash: _hash, ...report } = await opened.service.epoch(epoch)
  const [verified] = await collect(opened.service.verify(epoch))
  const lists = [opened.service.statements(epoch), opened.service.statements(1)]
  const statements = await Promise.all(lists.map((lines) => collect(lines)))
  return { report, statements, verified: verified!.ok }
}

/** @returns how long it took, where it ended before the kill */
async function killed(args: readonly string[], afterMs: number): Promise<number | undefined> {
  const child = startCli(args)
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  const tookMs = await timed(() => finish(child))
  clearTimeout(timer)
  return child.signalCode === 'SIGKILL' ? undefined : tookMs
}

describe(`SIGKILL at a random moment of ingest and of close, ${runs} times (I7)`, () => {
  let kills = 0
  it.each(Array.from({ length: runs }, (_, seed) => [seed]))(
    'seed %i: same books, same roots',
    async (seed) => {
      const random = createRandom(seed)
      const data = join(folder, `run-${seed}`)
      const ingest = ['ingest', ...input, '--json', '--data', data]
      const close = ['close', '--until', until, '--json', '--data', data]
      // The undisturbed run may have been slower, beside other work on the machine.
      const ingested = await killed(ingest, random.int(0.8 * ingestMs))
      if (ingested === undefined) kills += 1
      else ingestMs = Math.min(ingestMs, ingested)
      // The sender heard nothing, so it sends all of it again.
      expect(await runCli(ingest)).toMatchObject({ code: 0, stderr: expect.not.stringContaining('"error"') })
      expect(await runCli(['close', '--until', firstUntil, '--data', data])).toMatchObject({ code: 0 })
      const closed = await killed(close, random.int(0.8 * closeMs))
      if (closed === undefined) kills += 1
      else closeMs = Math.min(closeMs, closed)
      const again = await runCli(close)
      if (again.code !== 0) expect(again.stderr).toContain('close.untilNotLater')
      expect(await outcome(data)).toEqual(undisturbed)
      await rm(data, { recursive: true, force: true })
    },
  )
  it('really killed processes', () => expect(kills).toBeGreaterThan(0))
})
