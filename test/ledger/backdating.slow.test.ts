/**
 * A registry key, or a thief of one, sets a fee back, releases a version that takes over calls, and binds another
 * account. On the engines of a folder, and through a server.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { connectRemote } from '../../src/client/remote.ts'
import { loadConfig } from '../../src/config.ts'
import { openHeadwater } from '../../src/ledger/open.ts'
import type { Headwater } from '../../src/service/headwater.ts'
import { collect } from '../support/collect.ts'
import { eventText } from '../support/memoryIngest.ts'

const chain = 'eip155:8453'
const [north, thief] = [`0x${'1'.repeat(40)}`, `0x${'e'.repeat(40)}`]
const chat = { asset: 'model:north/chat' }
const september = '2025-09-01T00:00:00Z'
const usdc = { currency: 'USDC', decimals: 6, chain, token: `0x${'c'.repeat(40)}` }

const registry = [
  eventText('currency.registered', 'usdc', usdc),
  eventText('asset.registered', 'chat', { ...chat, owner: 'lab:north' }),
  eventText('version.released', 'chat-1', { ...chat, version: '1', releasedAt: '2025-01-01T00:00:00Z' }),
  eventText('payee.bound', 'north', { payee: 'lab:north', account: `${chain}:${north}` }),
]
const call = (id: string, amount: string, time: string) =>
  eventText('call.metered', id, { ...chat, amount, currency: 'USDC' }, { time })
const calls = [call('c1', '4.25', '2025-09-10T00:00:00Z'), call('c2', '10', '2025-09-20T00:00:00Z')]
const attack = [
  eventText('fee.set', 'fee', { share: '0.9', payee: 'mallory', effectiveFrom: september }),
  eventText('version.released', 'evil', {
    ...chat,
    version: 'evil',
    releasedAt: '2025-09-15T00:00:00Z',
    holders: [{ payee: 'mallory', share: '1' }],
  }),
  eventText('payee.bound', 'stolen', { payee: 'lab:north', account: `${chain}:${thief}` }),
]

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function ledger(settings: Record<string, string>): Promise<Headwater> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-backdating-'))
  open.push(() => rm(folder, { recursive: true, force: true }))
  const config = loadConfig({ HEADWATER_DATA: folder }, settings)
  const headwater = await openHeadwater(config, { command: 'test', make: true })
  open.push(() => headwater.shutdown())
  return headwater
}

async function* chunks(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${lines.join('\n')}\n`)
}

const send = (headwater: Headwater, lines: readonly string[]) =>
  headwater.ingest(chunks(lines), { origin: 'test' })

describe('an attack by a key that may send registry events', () => {
  test('is reported when it comes in, and a dry run of the close lists each event with its money', async () => {
    const folder = await ledger({})
    await send(folder, registry)
    await send(folder, calls)
    const report = await send(folder, attack)
    expect(report).toMatchObject({ accepted: 3, backdated: 3 })
    const first = { source: '/test', id: 'c1', time: '2025-09-10T00:00:00Z' }
    expect(report.backdatedEvents).toMatchObject([
      { line: 1, kind: 'fee', calls: 2, first },
      { line: 2, kind: 'release', calls: 1, first: { id: 'c2' } },
      { line: 3, kind: 'account', calls: 2, first },
    ])

    const app = await createApi(folder, loadConfig({}, {}).api)
    open.push(() => app.close())
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const server = connectRemote({ url, apiKey: undefined })
    const { changes } = await server.preview({ until: '2025-10-01T00:00:00Z' })
    expect(changes).toEqual((await folder.preview({ until: '2025-10-01T00:00:00Z' })).changes)
    expect(changes.total).toBe(3)
    expect(changes.items).toMatchObject([
      {
        kind: 'fee',
        event: { source: '/test', id: 'fee' },
        payee: 'mallory',
        calls: 2,
        amounts: [{ currency: 'USDC', amount: '14.25' }],
        // The other share of the call of 10 is mallory's already, by the release.
        moves: [
          { payee: 'lab:north', without: '4.25', with: '0.425' },
          { payee: 'mallory', without: '10', with: '13.825' },
        ],
      },
      {
        kind: 'release',
        event: { id: 'evil' },
        asset: 'model:north/chat',
        version: 'evil',
        calls: 1,
        amounts: [{ currency: 'USDC', amount: '10' }],
        moves: [
          { payee: 'lab:north', without: '1.425', with: '0.425' },
          { payee: 'mallory', without: '12.825', with: '13.825' },
        ],
      },
      {
        kind: 'account',
        event: { id: 'stolen' },
        payee: 'lab:north',
        account: { chain, before: north, now: thief },
        amounts: [{ currency: 'USDC', amount: '0.425' }],
      },
    ])
  })

  test('is refused where the setting says so, and nothing changes', async () => {
    const headwater = await ledger({ HEADWATER_BACKDATING: 'refuse' })
    await send(headwater, registry)
    await send(headwater, calls)
    const report = await send(headwater, attack)
    expect(report).toMatchObject({ accepted: 0, rejectedCount: 3 })
    expect(report.rejected.map(({ code, message }) => [code, message.match(/first is "(..)"/)?.[1]])).toEqual(
      [
        ['registry.backdated', 'c1'],
        ['registry.backdated', 'c2'],
        ['registry.backdated', 'c1'],
      ],
    )
    const { until } = await headwater.close({ until: '2025-10-01T00:00:00Z' })
    expect((await headwater.statement('lab:north')).currencies[0]).toMatchObject({
      paid: '14.25',
      paidTo: { account: north },
    })
    // What the epoch settled can't be changed, so the same events reach back over nothing now.
    expect(await headwater.replayRefused()).toMatchObject({ accepted: 3, rejected: 0 })
    expect(until).toBe('2025-10-01T00:00:00Z')
  })

  test('is not paid at once where accounts have a notice', async () => {
    const headwater = await ledger({ HEADWATER_ACCOUNT_NOTICE: '72' })
    await send(headwater, registry)
    await send(headwater, calls)
    await send(headwater, attack.slice(2))
    const { changes } = await headwater.preview()
    const payableFrom = changes.items[0]!.account!.payableFrom!
    expect(Date.parse(payableFrom) - Date.now()).toBeGreaterThan(71 * 3_600_000)
    await headwater.close()
    expect((await headwater.statement('lab:north')).currencies[0]).toMatchObject({
      paid: '0',
      carried: '14.25',
      held: 'accountNotice',
      payableFrom,
    })
    expect(await collect(headwater.tree(1))).toEqual([])
    for (const verified of await collect(headwater.verify())) expect(verified.ok).toBe(true)
  })

  test('is accepted without a word where the setting allows it', async () => {
    const headwater = await ledger({ HEADWATER_BACKDATING: 'allow' })
    await send(headwater, registry)
    await send(headwater, calls)
    const report = await send(headwater, attack)
    expect(report).toMatchObject({ accepted: 3 })
    expect(report).not.toHaveProperty('backdated')
    // It is seen before the close all the same.
    expect((await headwater.preview()).changes.total).toBe(3)
  })
})
