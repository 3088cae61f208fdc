/** Which notices the log gives: of epochs, statements, balances owed and roots, each in its order. */
import { describe, expect, test } from 'vitest'
import type { Webhook } from '../../src/config/noticesFile.ts'
import { HeadwaterError } from '../../src/errors.ts'
import { rootActivated } from '../../src/log/publication/rootActivated.ts'
import { streams } from '../../src/log/streams.ts'
import { type NoticeSource, noticesAfter, type Place } from '../../src/notices/happenings.ts'
import type { Notice } from '../../src/notices/notice.ts'
import { createMemoryEventStore } from '../support/memoryEventStore.ts'

const chain = 'eip155:1'
const distributor = `0x${'d'.repeat(40)}`
const line = { currency: 'USD', broughtForward: '0', earned: '1', paid: '0', carried: '1', held: 'noToken' }
const owed = [
  { payee: 'Zoe', currency: 'USD', owed: '3' },
  { payee: 'ann', currency: 'EUR', owed: '1' },
  { payee: 'ann', currency: 'USD', owed: '2' },
]

/** A log of two closed epochs with an active root between them. */
async function world() {
  const events = createMemoryEventStore()
  const event = (type: string, data: unknown) => [{ id: type, type, data }]
  const epochs = streams.epochs
  await events.append([{ stream: epochs, expectedRevision: 'none', events: event('EpochClosed', {}) }])
  const publication = streams.publication(chain, distributor)
  const activated = event(rootActivated.type, { index: 1, block: 7 })
  await events.append([{ stream: publication, expectedRevision: 'none', events: activated }])
  await events.append([{ stream: epochs, expectedRevision: 0, events: event('EpochClosed', {}) }])
  const headwater = {
    epoch: async (epoch: number) => ({ epoch }),
    async statement(payee: string) {
      if (payee === 'nemo') throw new HeadwaterError({ code: 'payee.unknown', message: 'unknown' })
      return { currencies: payee === 'idle' ? [] : [line] }
    },
    async owed({ payee, cursor }: { payee?: string; cursor?: string } = {}) {
      const items = owed.filter((one) => payee === undefined || one.payee === payee)
      const at = cursor === undefined ? 0 : Number(cursor)
      return { items: items.slice(at, at + 2), next: at + 2 < items.length ? String(at + 2) : null }
    },
    publications: async () => ({
      items: [{ chain, distributor, roots: [{ index: 1, epoch: 1, root: '0xr' }] }],
    }),
  }
  return { events, headwater } as unknown as NoticeSource
}

const kinds: Webhook['kinds'] = ['epoch.closed', 'statement.ready', 'balance.owed', 'root.active']

async function idsAfter(after: Place, wanted: Partial<Webhook> = {}): Promise<string[]> {
  return (await all(after, wanted)).map(({ id }) => id)
}
async function all(after: Place, wanted: Partial<Webhook> = {}): Promise<Notice[]> {
  const source = await world()
  const found: Notice[] = []
  const upTo = await source.events.head()
  const asked = { kinds, payees: undefined, ...wanted } as Webhook
  for await (const notice of noticesAfter(source, asked, after, upTo)) found.push(notice)
  return found
}

const ofEpoch = (epoch: number) => [
  `epoch.closed:${epoch}`,
  `statement.ready:${epoch}`,
  `balance.owed:${epoch}:Zoe:USD`,
  `balance.owed:${epoch}:ann:EUR`,
  `balance.owed:${epoch}:ann:USD`,
]

describe('notices', () => {
  test('come in the order of the log, those of an epoch by kind, payee and currency', async () => {
    const expected = [...ofEpoch(1), `root.active:${chain}:${distributor}:1`, ...ofEpoch(2)]
    expect(await idsAfter({ position: 0 })).toEqual(expected)
  })

  test('continue after any of them, each with what follows it', async () => {
    const notices = await all({ position: 0 })
    for (const [index, { position, within }] of notices.entries()) {
      const rest = notices.slice(index + 1).map(({ id }) => id)
      expect(await idsAfter({ position, within })).toEqual(rest)
    }
  })

  test('of a webhook for payees are about those alone, also where the ledger does not know one yet', async () => {
    const payees = ['nemo', 'idle', 'ann', 'Zoe', 'ann']
    expect(await idsAfter({ position: 1 }, { payees, kinds: ['statement.ready', 'balance.owed'] })).toEqual([
      'statement.ready:2:Zoe',
      'statement.ready:2:ann',
      'balance.owed:2:Zoe:USD',
      'balance.owed:2:ann:EUR',
      'balance.owed:2:ann:USD',
    ])
  })

  test('have what a receiver needs, and say where the rest is', async () => {
    const notices = await all({ position: 0 }, { payees: ['a/b'] })
    const data = (id: string) => notices.find((notice) => notice.id === id)?.data
    expect(data('epoch.closed:1')).toEqual({ epoch: 1 })
    expect(data('statement.ready:1:a/b')).toEqual({
      epoch: 1,
      payee: 'a/b',
      currencies: [line],
      statement: 'v1/payees/a%2Fb/statements?epoch=1',
    })
    expect(data(`root.active:${chain}:${distributor}:1`)).toEqual({
      ...{ chain, distributor, index: 1, block: 7, epoch: 1, root: '0xr' },
    })
  })
})
