/** A close that is asked for with a key happens once, and the key gives its answer for ever. */
import { expect, it } from 'vitest'
import { streams } from '../../../src/log/streams.ts'
import { collect } from '../../support/collect.ts'
import { call, february, march, smallEconomy } from '../../support/smallEconomy.ts'

async function ledger() {
  const world = await smallEconomy()
  await world.record([call('1', '1')])
  return world
}

it('I20: gives the same answer again, after a restart too, also where nothing in the request is fixed', async () => {
  const world = await ledger()
  const first = await world.settlement.close({ key: 'a' })
  expect(first.warnings).toHaveLength(1)
  world.setNow('2026-02-01T00:00:00Z')
  expect(await world.settlement.close({ key: 'a' })).toEqual(first)
  expect(await world.restart().close({ key: 'a' })).toEqual(first)
  expect(await collect(world.settlement.epochs())).toHaveLength(1)
  expect(await world.settlement.close({ key: 'b' })).toMatchObject({ epoch: 2 })
  expect(await world.restart().close({ key: 'a' })).toEqual(first)
})

it('gives the answer of the running close to a request that comes meanwhile', async () => {
  const world = await ledger()
  let recorded = 0
  const close = () => world.settlement.close({ key: 'a', until: february }, async () => void recorded++)
  const [first, second, other] = await Promise.allSettled([
    close(),
    close(),
    world.settlement.close({ key: 'b', until: february }),
  ])
  expect(first.status).toBe('fulfilled')
  expect(second).toEqual(first)
  expect(other).toMatchObject({ reason: { code: 'close.inProgress' } })
  expect(recorded).toBe(1)
})

it('gives the answer of another process that closed under the key at the same moment', async () => {
  const world = await ledger()
  const [first, second] = await Promise.all([
    world.settlement.close({ key: 'a', until: february }),
    world.restart().close({ key: 'a', until: february }),
  ])
  expect(second).toEqual(first)
  expect(await collect(world.settlement.epochs())).toHaveLength(1)
})

it('is refused with another request under the same key, while the first runs and after it', async () => {
  const world = await ledger()
  const running = world.settlement.close({ key: 'a', until: february })
  const other = { key: 'a', until: march }
  await expect(world.settlement.close(other)).rejects.toMatchObject({ code: 'close.keyReused' })
  await running
  await expect(world.settlement.close(other)).rejects.toMatchObject({ code: 'close.keyReused' })
  await expect(world.restart().close({ key: 'a' })).rejects.toMatchObject({ code: 'close.keyReused' })
  // What a request leaves out and what it sets to its default are the same request.
  expect(await world.settlement.close({ key: 'a', until: february, ahead: false })).toMatchObject({
    epoch: 1,
  })
})

it('may be asked for again under its key after it failed', async () => {
  const world = await ledger()
  const options = { key: 'a', until: '2026-01-02T00:00:00Z' }
  await expect(world.settlement.close(options)).rejects.toMatchObject({ code: 'close.untilInFuture' })
  world.setNow('2026-01-03T00:00:00Z')
  expect(await world.settlement.close(options)).toMatchObject({ epoch: 1 })
})

it('leaves the epoch and its manifest as they are without a key', async () => {
  const [keyed, plain] = [await ledger(), await ledger()]
  const { manifestHash } = await keyed.settlement.close({ key: 'a', until: february })
  expect((await plain.settlement.close({ until: february })).manifestHash).toBe(manifestHash)
  const closed = (world: typeof keyed) => world.events.log.find(({ stream }) => stream === streams.epochs)!
  const { asked, ...rest } = closed(keyed).data as { asked: object }
  expect(rest).toEqual(closed(plain).data)
  expect(Object.keys(asked)).toEqual(['key', 'request', 'warnings'])
  expect(keyed.events.log).toHaveLength(plain.events.log.length)
  expect(JSON.stringify(keyed.events.log.at(-1)!.data)).not.toContain('"a"')
  for (const { ok } of await collect(keyed.restart().verify())) expect(ok).toBe(true)
})
