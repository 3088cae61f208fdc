/** A replay from bytes gives the registry that the facts give one by one. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeadwaterError } from '../../../src/errors.ts'
import type { AccountAddress, ChainId } from '../../../src/events/account.ts'
import type { PayeeId } from '../../../src/events/ids.ts'
import { JsonText } from '../../../src/eventstore/jsonText.ts'
import type { NewEvent } from '../../../src/eventstore/port.ts'
import { applyFact } from '../../../src/log/registryFact.ts'
import { streams } from '../../../src/log/streams.ts'
import { createRegistry, factText, type Registry } from '../../../src/registry/index.ts'
import { freezeRegistry, type RegistryAt } from '../../../src/settlement/registryAt.ts'
import { replayRegistry } from '../../../src/settlement/replay/replayRegistry.ts'
import { decideAll, registryEvents } from '../../registry/randomRegistry.ts'
import { id } from '../../support/id.ts'
import { createMemoryEventStore, type MemoryEventStore } from '../../support/memoryEventStore.ts'
import { runs } from '../../support/properties.ts'

async function recorded(facts: readonly Omit<NewEvent, 'id'>[]): Promise<MemoryEventStore> {
  const events = createMemoryEventStore()
  const appended = facts.map((fact, index) => ({ ...fact, id: id(`fact ${index}`) }))
  if (appended.length > 0)
    await events.append([{ stream: streams.registry, expectedRevision: 'none', events: appended }])
  return events
}

function oneByOne({ log }: MemoryEventStore): Registry {
  const state = createRegistry()
  for (const event of log) applyFact(state, event)
  return state
}

/** All that a close or a verification asks of a registry. */
function answers(at: RegistryAt, payees: Iterable<PayeeId>) {
  const chains = ['eip155:1', 'eip155:10', 'solana:main'] as ChainId[]
  const untils = [1.6e15, 1.7e15 + 5e8, 1.8e15]
  return {
    revision: at.revision,
    digest: at.digest,
    currencies: at.currencies,
    fees: at.fees,
    boundaries: at.boundaries,
    named: at.named,
    versions: Array.from(at.versions, ({ contributors, ...version }) => ({
      ...version,
      contributors: [...contributors],
    })),
    accounts: Array.from(payees, (payee) =>
      chains.map((chain) => untils.map((until) => accountOf(at, { payee, chain, until }))),
    ),
  }
}

interface Asked {
  readonly payee: PayeeId
  readonly chain: ChainId
  readonly until: number
}

function accountOf(at: RegistryAt, { payee, chain, until }: Asked): string | undefined {
  try {
    return at.accountOf(payee, chain, { until })
  } catch (error) {
    return (error as HeadwaterError).code
  }
}

describe('a replay', () => {
  it('gives what the facts give one by one, at every position', async () => {
    await fc.assert(
      fc.asyncProperty(
        registryEvents,
        fc.option(fc.nat(1e9), { nil: undefined }),
        fc.array(fc.nat(60), { maxLength: 3 }),
        async (wire, notice, cuts) => {
          const { facts, state } = decideAll(
            wire,
            createRegistry(),
            notice === undefined ? {} : { payableFrom: 1.7e15 + notice },
          )
          const events = await recorded(
            facts.map((fact) => ({ type: fact.type, data: new JsonText(factText(fact)) })),
          )
          const payees = [...state.payees.ids(), 'none' as PayeeId]
          const replay = replayRegistry(events)
          for (const cut of [...cuts.sort((a, b) => a - b), facts.length]) {
            const { registry } = await replay.to(cut)
            const slow = createRegistry()
            for (const event of events.log.slice(0, cut)) applyFact(slow, event)
            expect(answers(registry, payees)).toEqual(answers(freezeRegistry(slow), payees))
          }
        },
      ),
      runs(100),
    )
  })

  it('reads every fact that was ever recorded', async () => {
    const golden = readFileSync(new URL('../../golden/registry-facts-v1.ndjson', import.meta.url), 'utf8')
    const events = await recorded(
      golden
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { type: string; data: unknown }),
    )
    const { registry } = await replayRegistry(events).to(await events.head())
    const slow = oneByOne(events)
    expect(answers(registry, slow.payees.ids())).toEqual(answers(freezeRegistry(slow), slow.payees.ids()))
  })

  it('says which event is missing, and which is not what was written', async () => {
    const payee = (name: string) => ({
      type: 'io.headwater.payee.registered',
      data: { format: 1, source: 's', id: name, time: '2025-01-01T00:00:00Z', payee: name },
    })
    const events = await recorded(['a', 'b', 'c', 'd'].map(payee))
    const [removed] = events.log.splice(1, 1)
    await expect(replayRegistry(events).to(9)).rejects.toMatchObject({
      code: 'data.damaged',
      message: expect.stringContaining('Event 1 of the stream registry is missing'),
    })
    events.log.splice(1, 0, {
      ...removed!,
      data: { ...(removed!.data as object), time: '2025-02-30T00:00:00Z' },
    })
    await expect(replayRegistry(events).to(9)).rejects.toMatchObject({
      code: 'data.damaged',
      data: { stream: 'registry', revision: 1 },
    })
  })

  it('keeps accounts of any chain, and the last one that was bound', async () => {
    const bound = (account: string, index: number) => ({
      type: 'io.headwater.payee.bound',
      data: { format: 1, source: 's', id: `${index}`, time: '2025-01-01T00:00:00Z', payee: 'ann', account },
    })
    const address = (digits: string) => `0x${digits.padStart(40, '0')}`
    const events = await recorded(
      [`eip155:1:${address('a1')}`, 'solana:main:AbC', `eip155:1:${address('ff')}`, 'solana:main:xyz'].map(
        bound,
      ),
    )
    const { registry } = await replayRegistry(events).to(4)
    expect(registry.accountOf('ann' as PayeeId, 'eip155:1' as ChainId, { until: 2e15 })).toBe(
      address('ff') as AccountAddress,
    )
    expect(registry.accountOf('ann' as PayeeId, 'solana:main' as ChainId, { until: 2e15 })).toBe('xyz')
    expect(registry.accountOf('ann' as PayeeId, 'eip155:2' as ChainId, { until: 2e15 })).toBeUndefined()
    expect(() => registry.accountOf('ben' as PayeeId, 'eip155:1' as ChainId, { until: 2e15 })).toThrow(
      expect.objectContaining({ code: 'data.damaged' }),
    )
  })

  it('answers nothing of payees once it has ended, and no wrong thing', async () => {
    const payee = {
      type: 'io.headwater.payee.registered',
      data: { format: 1, source: 's', id: '1', time: '2025-01-01T00:00:00Z', payee: 'ann' },
    }
    const events = await recorded([payee, { ...payee, data: { ...payee.data, id: '2', payee: 'ben' } }])
    const replay = replayRegistry(events)
    const { registry } = await replay.to(0)
    replay.end()
    const asked = () => registry.accountOf('ann' as PayeeId, 'eip155:1' as ChainId, { until: 2e15 })
    expect(asked).toThrow('after a replay has ended')
    await expect(replay.to(1)).rejects.toThrow('after a replay has ended')
  })
})
