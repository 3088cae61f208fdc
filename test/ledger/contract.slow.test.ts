/**
 * The promises of `Headwater`, tested on a folder and through a server. It is one suite, so that a command gives the same
 * answer either way.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { connectRemote } from '../../src/client/remote.ts'
import { loadConfig } from '../../src/config.ts'
import { openHeadwater } from '../../src/ledger/open.ts'
import type { Headwater } from '../../src/service/headwater.ts'
import { bobsAccount, callEvent, callEvents, linesOf, registryEvents, wholeInput } from '../support/events.ts'

interface Opened {
  readonly service: Headwater
  stop(): Promise<void>
}

async function openFolder(folder: string): Promise<Opened> {
  const service = await openHeadwater(loadConfig({ HEADWATER_DATA: folder }, {}), {
    command: 'test',
    make: true,
  })
  return { service, stop: () => service.shutdown() }
}

async function openServer(folder: string): Promise<Opened> {
  const config = loadConfig({ HEADWATER_DATA: folder }, { HEADWATER_BODY_EVENTS_MAX: '20' })
  const local = await openHeadwater(config, { command: 'serve', make: true })
  const app = await createApi(local, config.api)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const stop = async () => {
    await app.close()
    await local.shutdown()
  }
  return { service: connectRemote({ url, apiKey: undefined }), stop }
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

const answers: Record<string, unknown[]> = {}

describe.each([
  ['on a folder', openFolder],
  ['through a server', openServer],
])('a service %s', (where, open) => {
  let folder: string
  let opened: Opened
  let service: Headwater
  const said: unknown[] = []
  /** Keeps the answer, to compare the two ways. */
  const say = <Answer>(answer: Answer): Answer => {
    said.push(answer)
    return answer
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headwater-contract-'))
    opened = await open(folder)
    service = opened.service
  })
  afterAll(async () => {
    answers[where] = said
    await opened.stop()
    await rm(folder, { recursive: true })
  })

  test('takes in a stream and reports it, and counts events that come again once', async () => {
    const first = await service.ingest(chunks(wholeInput), { origin: 'input.ndjson' })
    expect(say(first)).toMatchObject({ accepted: 13, duplicate: 0, suspended: 1, rejectedCount: 2 })
    expect(first.rejected.map(({ line, code }) => [line, code])).toEqual([
      [14, 'amount.malformed'],
      [15, 'line.notJson'],
    ])
    const again = await service.ingest(chunks(wholeInput), { origin: 'input.ndjson' })
    expect(say(again)).toMatchObject({ accepted: 0, duplicate: 13, rejectedCount: 2 })
  })

  test('answers the events of a request one by one', async () => {
    const events = [
      callEvents[0],
      callEvent('c1', { asset: 'model:acme/chat', amount: '9', currency: 'USDC' }),
      callEvent('c5', { asset: 'model:acme/chat', amount: '2', currency: 'USDC' }),
      { id: 7 },
    ]
    const results = await service.submit(Buffer.from(JSON.stringify(events)), {
      origin: 'request',
    })
    expect(say(results)).toMatchObject([
      { status: 'duplicate', id: 'c1', source: '/gateway' },
      { status: 'conflict', fault: { code: 'event.conflict' } },
      { status: 'accepted', id: 'c5' },
      { status: 'rejected', fault: { code: expect.stringMatching(/^event\./) } },
    ])
  })

  test('refuses a request of too many events whole', async () => {
    const events = Array.from({ length: 21 }, (_, index) =>
      callEvent(`many-${index}`, { asset: 'model:a', amount: '1', currency: 'USDC' }),
    )
    const sent = service.submit(Buffer.from(linesOf(events)), {
      origin: 'request',
      eventsMax: 20,
    })
    await expect(sent).rejects.toMatchObject({ code: 'request.tooManyEvents' })
    await expect(service.explain('many-0')).rejects.toMatchObject({ code: 'call.notFound' })
  })

  test('lists refused events in pages, and replays them', async () => {
    const first = await service.refused({ limit: 1 })
    expect(first).toMatchObject({ total: 4, items: [{ line: 14 }] })
    const second = await service.refused({ limit: 3, cursor: first.next! })
    expect(second.items).toHaveLength(3)
    expect(second.next).toBeNull()
    expect((await service.refused({ code: 'event.conflict' })).items).toHaveLength(1)
    expect(say(await service.replayRefused())).toMatchObject({
      replayed: 4,
      accepted: 0,
      conflict: 1,
      rejected: 3,
    })
  })

  test('shows currencies, assets, versions and lineage', async () => {
    expect(say(await service.currencies())).toMatchObject([
      { currency: 'USDC', decimals: 6 },
      { currency: 'EUR', chain: null },
    ])
    const assets = await service.assets({ limit: 1 })
    expect(assets).toMatchObject({
      total: 2,
      items: [{ asset: 'model:acme/base', name: 'Base', latestVersion: '1' }],
    })
    expect(say(await service.assets({ cursor: assets.next! }))).toMatchObject({
      next: null,
      items: [{ owner: 'bob' }],
    })
    expect(say(await service.asset('model:acme/base')).rates).toMatchObject([
      { perMillion: { input: '1', output: '3', cacheRead: '1' } },
    ])
    expect(say(await service.versions('model:acme/chat')).items).toEqual([
      await service.version('model:acme/chat', '2'),
    ])
    expect(await service.version('model:acme/chat', '2')).toMatchObject({
      derivedFrom: [{ asset: 'model:acme/base', share: '0.2' }],
    })
    expect(say(await service.lineage({ asset: 'model:acme/chat' }))).toMatchObject({
      total: 1,
      nodes: [{ asset: 'model:acme/base' }],
    })
    expect(say(await service.lineage({ asset: 'model:acme/base', direction: 'down' }))).toMatchObject({
      nodes: [{ version: '2' }],
    })
    await expect(service.asset('model:acme/none')).rejects.toMatchObject({ code: 'asset.unknown' })
    await expect(service.version('model:acme/chat', '3')).rejects.toMatchObject({ code: 'version.unknown' })
  })

  test('closes epochs that verify', async () => {
    await expect(service.epoch(1)).rejects.toMatchObject({ code: 'epoch.unknown' })
    const first = await service.close({ until: '2026-02-01T00:00:00Z' })
    expect(first).toMatchObject({
      epoch: 1,
      until: '2026-02-01T00:00:00Z',
      counts: { settled: 4, suspense: 1 },
    })
    expect(first.totals.USDC).toMatchObject({ gross: '3.833333333', suspense: '7' })
    expect(first.totals.EUR).toMatchObject({ gross: '0.0025', paid: '0' })
    await expect(service.close({ until: '2026-01-15T00:00:00Z' })).rejects.toMatchObject({
      code: 'close.untilNotLater',
    })
    await service.ingest(
      chunks(
        linesOf([
          {
            ...(registryEvents[3] as object),
            id: 'late-1',
            data: { asset: 'model:acme/unknown', owner: 'eve' },
          },
          {
            ...(registryEvents[4] as object),
            id: 'late-2',
            data: { asset: 'model:acme/unknown', version: '1' },
          },
        ]),
      ),
      { origin: 'late' },
    )
    const second = await service.close({ until: '2026-03-01T00:00:00Z' })
    expect(second).toMatchObject({ counts: { settled: 1, late: 1, suspense: 0 } })
    // Only the answer of a close has warnings.
    const recorded = [first, second].map(({ warnings: _, ...epoch }) => epoch)
    expect(say(await all(service.epochs()))).toEqual(recorded)
    expect(await all(service.epochs({ after: 1 }))).toEqual(recorded.slice(1))
    for (const report of say(await all(service.verify()))) expect(report.ok).toBe(true)
    expect(await all(service.verify(2))).toHaveLength(1)
  })

  test('shows what an epoch settled', async () => {
    const manifest = Buffer.from(await service.manifest(1)).toString()
    expect(JSON.parse(say(manifest))).toMatchObject({ epoch: 1 })
    const trees: unknown[] = []
    for await (const { leaves, ...tree } of service.tree(1)) {
      const list: unknown[] = []
      for await (const leaf of leaves) list.push(leaf)
      trees.push({ ...tree, leaves: list })
    }
    expect(say(trees)).toMatchObject([
      { chain: 'eip155:8453', leafCount: 1, leaves: [{ account: bobsAccount }] },
    ])
    expect(say(await service.proof(bobsAccount))).toMatchObject({ epoch: 2, proofs: [{ currency: 'USDC' }] })
    expect(say(await all(service.statements(2))).map(({ payee, late }) => [payee, late])).toEqual([
      ['eve', '6.65'],
      ['house', '0.35'],
    ])
    expect(say(await service.statement('bob', 1))).toMatchObject({
      payee: 'bob',
      epoch: 1,
      currencies: [{ currency: 'USDC', held: 'belowAtom' }],
    })
    expect(say(await service.balances('ann')).balances).toMatchObject([
      { currency: 'EUR', held: 'noToken' },
      { currency: 'USDC', held: 'noAccount' },
    ])
    expect(say(await service.explain('c/2'))).toMatchObject({
      state: 'settled',
      epoch: 1,
      payees: [{}, {}, {}],
    })
    await expect(service.statements(9)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'epoch.unknown',
    })
  })

  test('reports its health', async () => {
    expect(await service.health()).toMatchObject({
      status: 'ok',
      epochs: 2,
      registryEvents: 11,
      identities: 16,
      refused: 4,
    })
    expect((await service.doctor()).checks.filter(({ status }) => status === 'fail')).toEqual([])
  })
})

test('both ways give exactly the same answers', () => {
  const [onFolder, throughServer] = [answers['on a folder']!, answers['through a server']!]
  expect(onFolder.length).toBeGreaterThan(15)
  const lettersOf = (answer: unknown) => JSON.stringify(answer, sortedKeys)
  expect(throughServer.map(lettersOf)).toEqual(onFolder.map(lettersOf))
})

function sortedKeys(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
}
