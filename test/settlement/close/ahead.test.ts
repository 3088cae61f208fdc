/** A close that would end long after everything recorded is warned of, and refused where the ledger has a limit. */
import { expect, it } from 'vitest'
import { createWorld } from '../../support/settlementWorld.ts'
import { call, smallEconomy } from '../../support/smallEconomy.ts'

const called = '2025-01-10T00:00:00Z'
const twoDays = '2025-01-12T00:00:00Z'
const later = '2025-01-12T00:00:00.000001Z'

it('warns from more than two days after the newest call on, and of the time of now too', async () => {
  const world = await smallEconomy()
  await world.record([call('1', '1', { time: called })])
  expect((await world.settlement.preview({ until: twoDays })).warnings).toEqual([])
  const warning = {
    code: 'untilFarAhead',
    message: expect.stringContaining(`2 days after the newest call and the last registry event (${called})`),
  }
  expect((await world.settlement.preview({ until: later })).warnings).toMatchObject([
    { code: 'untilFarAhead' },
  ])
  world.setNow('2035-01-01T00:00:00Z')
  const [shown] = (await world.settlement.preview()).warnings
  expect(shown!.message).toMatch(/3643 days after/)
  expect((await world.settlement.close({ until: later })).warnings).toMatchObject([
    { ...warning, message: expect.stringContaining(called) },
  ])
  // What is read later is the epoch alone.
  expect(await world.settlement.epoch(1)).not.toHaveProperty('warnings')
})

it('compares with the last registry event too, and with calls that are pending', async () => {
  const world = await smallEconomy()
  await world.record([call('1', '1', { time: called })])
  await world.register('asset.registered', { asset: 'model:new', owner: 'lab' }, '2025-03-01T00:00:00Z')
  expect((await world.settlement.preview({ until: '2025-03-02T00:00:00Z' })).warnings).toEqual([])
  await world.record([call('2', '1', { time: '2025-06-01T00:00:00Z' })])
  expect((await world.settlement.preview({ until: '2025-05-01T00:00:00Z' })).warnings).toEqual([])
})

it('refuses beyond the limit of the ledger, unless it is asked for with ahead', async () => {
  const world = await smallEconomy({ closeAheadHoursMax: 24 })
  await world.record([call('1', '1', { time: called })])
  const until = '2025-01-11T00:00:01Z'
  const preview = await world.settlement.preview({ until })
  expect(preview.warnings[0]!.message).toMatch(
    /A close refuses this without `--ahead`: the limit is 24 hours/,
  )
  for (const options of [{ until }, { confirm: preview.confirm }, {}]) {
    await expect(world.settlement.close(options)).rejects.toMatchObject({ code: 'close.tooFarAhead' })
  }
  expect(await world.settlement.close({ until: '2025-01-11T00:00:00Z' })).toMatchObject({ epoch: 1 })
  expect(await world.settlement.close({ until, ahead: true })).toMatchObject({ epoch: 2, until })
})

it('says nothing where nothing is recorded', async () => {
  const world = createWorld({ closeAheadHoursMax: 1 })
  expect(await world.settlement.close()).not.toHaveProperty('warnings')
})
