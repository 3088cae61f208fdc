/** What a publication does about roots that it finds in the contract. */
import { describe, expect, it } from 'vitest'
import { decide, type PublishRules } from '../../../src/settlement/publish/decide.ts'
import type { ChainRoot, Seen } from '../../../src/settlement/publish/port.ts'
import { evolve, initialPublication } from '../../../src/settlement/publish/state.ts'

const token = `0x${'aa'.repeat(20)}`
const plan = {
  epoch: 1,
  root: `0x${'01'.repeat(32)}`,
  manifestHash: '02'.repeat(32),
  leaves: 1,
  totals: [{ token, total: '1000' }],
}
const planned = evolve(initialPublication, { type: 'RootPlanned', data: plan })
const root: ChainRoot = {
  index: 1,
  root: plan.root,
  manifestHash: plan.manifestHash,
  totals: [{ token, total: 1_000n }],
  activatableAt: 5_000,
  status: 'pending',
}
const rules: PublishRules = {
  signer: undefined,
  fund: true,
  bumpSeconds: 60,
  maxFeePerGas: undefined,
  forgetsVanished: false,
  epochOf: ({ root }) => (root === plan.root ? 1 : undefined),
}
const seenWith = (roots: readonly ChainRoot[]): Seen => ({
  block: 10,
  time: 1_000,
  roots,
  ...{ funded: new Map(), declared: new Map(), allowance: new Map(), balance: new Map(), nonces: new Map() },
  known: new Set(),
  fees: { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n },
  settled: { block: 9, rootCount: roots.length, roots, nonces: new Map(), receipts: new Map() },
})
const stepFor = (changes: Partial<ChainRoot>, state = planned) =>
  decide(state, seenWith([{ ...root, ...changes }]), rules, { now: 0, outcomes: new Map() })

describe('a root of the contract', () => {
  it('that declares what was planned is ours', () => {
    expect(stepFor({})).toMatchObject({ do: 'record', event: { type: 'RootSubmitted', data: { epoch: 1 } } })
  })

  it.each([
    ['more', [{ token, total: 1_001n }]],
    ['less', [{ token, total: 999n }]],
    ['nothing', []],
    ['another token too', [...root.totals, { token: `0x${'bb'.repeat(20)}`, total: 1n }]],
  ])('that is ours and declares %s stops everything', (_, totals) => {
    expect(stepFor({ totals })).toEqual({ do: 'halt', why: 'otherTotals', index: 1 })
  })

  it('that is ours and was never planned here stops everything', () => {
    expect(stepFor({}, initialPublication)).toEqual({ do: 'halt', why: 'otherTotals', index: 1 })
  })

  it('that no epoch has stops everything, until the guardian has disabled it', () => {
    const foreign = { root: `0x${'09'.repeat(32)}` }
    expect(stepFor(foreign)).toEqual({ do: 'halt', why: 'foreignRoot', index: 1 })
    const disabled = stepFor({ ...foreign, status: 'disabled' })
    expect(disabled).toMatchObject({ do: 'record', event: { data: { epoch: null } } })
  })

  it('with other totals, once disabled, leaves the plan as it was', () => {
    const wrong = { totals: [], status: 'disabled' } as const
    let state = planned
    for (let i = 0; i < 2; i++) {
      const step = stepFor(wrong, state)
      if (step.do !== 'record') throw new Error(step.do)
      state = evolve(state, step.event)
    }
    expect(state.plan).toEqual(plan)
    expect(stepFor(wrong, state)).toMatchObject({ do: 'wait', for: 'signer' })
  })
})
