/** The pool of a chain: which endpoints rest, and what a question fails with. */
import { expect, it } from 'vitest'
import { Endpoints } from '../../../src/chain/rpc/endpoints.ts'
import { EndpointFailure } from '../../../src/chain/rpc/failure.ts'

const chain = 'eip155:1'

function poolOf(...hosts: string[]): Endpoints {
  return new Endpoints({ chain, urls: hosts.map((host) => `http://${host}`), timeoutMs: 1_000, now: () => 1 })
}

it('An endpoint that answers while it rests is well again at once', async () => {
  const pool = poolOf('one')
  pool.rest(pool.all[0]!, new EndpointFailure('limited', 'it asks for a pause', { waitMs: 600_000 }))
  expect(pool.well).toEqual([])
  expect(await pool.use(async () => 'answer', pool.restingLast)).toBe('answer')
  expect(pool.well).toEqual(pool.all)
  expect(await pool.each(async () => 'answer')).toEqual([[pool.all[0], 'answer']])
})

it('A question that none of the well endpoints can be asked fails as one that passes', async () => {
  const pool = poolOf('one', 'two')
  const error = { code: 'chain.blockMissing', retry: true, data: { chain } }
  await expect(pool.use(async () => 'answer', [])).rejects.toMatchObject(error)
  await expect(pool.each(async () => 'answer', [])).rejects.toMatchObject(error)
})
