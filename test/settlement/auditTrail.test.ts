import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { describe, expect, it } from 'vitest'
import { collect } from '../support/collect.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

const inFebruary = { time: '2025-02-10T00:00:00Z' }

/** Two epochs: a call settles, one waits for its asset, one for its time, and one comes twice. */
async function twoEpochs() {
  const world = await smallEconomy()
  const waiting = call('waits', '2', { asset: 'model:later' })
  await world.record([call('settles', '1'), waiting, call('early', '3', inFebruary)])
  await world.settlement.close({ until: february })
  await world.register('asset.registered', { asset: 'model:later', owner: 'lab' })
  await world.register('version.released', { asset: 'model:later', version: '1' })
  await world.record([call('settles', '1'), call('new', '4', inFebruary)], 'other')
  await world.settlement.close({ until: march })
  await world.record([call('after', '5', inFebruary)], 'third')
  return world
}

type World = Awaited<ReturnType<typeof twoEpochs>>

async function statesOf({ settlement }: World, epoch: number) {
  const rows = (await collect((await settlement.auditTrail(epoch)).rows())).map((line) => JSON.parse(line))
  return rows.map(({ partition, id, state }) => `${partition} ${id} ${state}`)
}

describe('the trail of an epoch for auditors', () => {
  it('has the rows of its batches, and says what became of each call', async () => {
    const world = await twoEpochs()
    expect(await statesOf(world, 1)).toEqual([
      'local settles settled',
      'local waits suspense',
      'local early pending',
    ])
    expect(await statesOf(world, 2)).toEqual([
      'local settles earlier',
      'local waits settled',
      'local early settled',
      'other settles excluded',
      'other new settled',
    ])
  })

  it('has the registry events from which the digest of the manifest follows', async () => {
    const world = await twoEpochs()
    for (const epoch of [1, 2]) {
      const { digests } = JSON.parse(Buffer.from(await world.settlement.manifest(epoch)).toString())
      let digest: Buffer = Buffer.alloc(32)
      for (const line of await collect((await world.settlement.auditTrail(epoch)).events())) {
        const { type, data } = JSON.parse(line)
        const { format: _, source, id, time, ...payload } = data
        const hash = createHash('sha256')
          .update(canonicalize({ type, source, id, time, data: payload })!)
          .digest()
        digest = createHash('sha256').update(digest).update(hash).digest()
      }
      expect(digest.toString('hex')).toBe(digests.registry)
    }
  })

  it('is refused where a row differs from the control totals of its batch, and of an epoch that is not closed', async () => {
    const world = await twoEpochs()
    world.usage.rows[0] = { ...world.usage.rows[0]!, caller: 'another' }
    await expect(world.settlement.auditTrail(1)).rejects.toMatchObject({ code: 'close.batchDiffers' })
    await expect(world.settlement.auditTrail(3)).rejects.toMatchObject({ code: 'epoch.unknown' })
  })
})
