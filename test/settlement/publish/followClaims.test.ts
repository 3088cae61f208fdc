/** What is learnt of claims: by logs, by the contract's totals, and after a reorg. */
import { expect, it } from 'vitest'
import { followClaims } from '../../../src/settlement/publish/followClaims.ts'
import type { ClaimReader } from '../../../src/settlement/publish/port.ts'

const token = '0x70'

/** A chain of claims by block; the hash of a block names the branch. */
function world() {
  const chain = {
    branch: 'a',
    head: 5,
    claims: [{ account: 'ann', token, cumulative: 7n, block: 3 }],
    accounts: ['ann', 'bob'],
    /** How many accounts are read before the endpoints fail. */
    readsMax: Number.POSITIVE_INFINITY,
  }
  const known = { revision: -1, block: null as number | null, hash: undefined as string | undefined }
  const claimed = new Map<string, bigint>()
  const reader: ClaimReader = {
    settledBlock: async () => chain.head,
    hashOf: async (block) => `${chain.branch}${block}`,
    async *claims(from, to) {
      yield* chain.claims.filter(({ block }) => block >= from && block <= to)
    },
    claimedTotals: async () =>
      new Map([[token, chain.claims.reduce((sum, one) => sum + one.cumulative, 0n)]]),
    claimedOf: async (leaves) => {
      chain.readsMax -= leaves.length
      if (chain.readsMax < 0) throw new Error('no endpoint answers')
      return leaves.map(
        ({ account }) => chain.claims.find((one) => one.account === account)?.cumulative ?? 0n,
      )
    },
  }
  const follow = () =>
    followClaims(
      reader,
      {
        totals: async () => {
          const sum = [...claimed.values()].reduce((all, one) => all + one, 0n)
          return { ...known, totals: [{ token, claimed: sum.toString() }] }
        },
        async record({ revision, block, hash, claims }) {
          expect(revision).toBe(known.revision)
          Object.assign(known, { revision: revision + 1, block, hash })
          for (const { account, cumulative } of claims) claimed.set(account, BigInt(cumulative))
        },
        async *leaves() {
          for (const account of chain.accounts) yield { account, token }
        },
      },
      0,
      [token],
    )
  return { chain, claimed, follow }
}

it.each([
  ['higher', 6],
  ['as high as before', 5],
])(
  'A claim that a reorg gives to another account is read again, with a chain that is %s',
  async (_, head) => {
    const { chain, claimed, follow } = world()
    expect(await follow()).toMatchObject({ claims: 1, healed: [] })
    expect(Object.fromEntries(claimed)).toEqual({ ann: 7n })
    Object.assign(chain, {
      branch: 'b',
      head,
      claims: [{ account: 'bob', token, cumulative: 7n, block: 3 }],
    })
    expect(await follow()).toMatchObject({ healed: [token] })
    expect(Object.fromEntries(claimed)).toEqual({ ann: 0n, bob: 7n })
    chain.head = 7
    expect(await follow()).toMatchObject({ healed: [] })
  },
)

it.each([0, 2_000])(
  'A reorg is read again after endpoints failed when %i accounts were read',
  async (readsMax) => {
    const { chain, claimed, follow } = world()
    const others = Array.from({ length: 2_500 }, (_, i) => `other${i}`)
    await follow()
    Object.assign(chain, {
      branch: 'b',
      head: 6,
      claims: [{ account: 'bob', token, cumulative: 7n, block: 3 }],
      accounts: ['ann', ...others, 'bob'],
      readsMax,
    })
    await expect(follow()).rejects.toThrow('no endpoint answers')
    chain.readsMax = Number.POSITIVE_INFINITY
    expect(await follow()).toMatchObject({ block: 6, healed: [token] })
    expect(claimed.get('ann')).toBe(0n)
    expect(claimed.get('bob')).toBe(7n)
    chain.head = 7
    expect(await follow()).toMatchObject({ healed: [] })
  },
)

it('A claim whose log an endpoint left out is found by the total of the contract', async () => {
  const { chain, claimed, follow } = world()
  await follow()
  chain.head = 9
  chain.claims.push({ account: 'bob', token, cumulative: 2n, block: 4 })
  expect(await follow()).toMatchObject({ healed: [token] })
  expect(Object.fromEntries(claimed)).toEqual({ ann: 7n, bob: 2n })
})
