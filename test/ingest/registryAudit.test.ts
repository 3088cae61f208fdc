import { expect, test } from 'vitest'
import type { RecordedRun } from '../../src/ingest/registryAudit.ts'
import { createMemoryIngest, eventText } from '../support/memoryIngest.ts'

const currency = (id: string, code: string) =>
  eventText('currency.registered', id, { currency: code, decimals: 2 })

test('registry events that share a batch are named by their senders, with their places in the log', async () => {
  const runs: RecordedRun[] = []
  const { requests } = await createMemoryIngest({
    audit: { recorded: async (recorded) => void runs.push(...recorded) },
  })
  const post = (name: string | undefined, ...lines: readonly string[]) =>
    requests.submit(Buffer.from(lines.join('\n')), {
      origin: 'request',
      ...(name !== undefined && { actor: { kind: 'key' as const, name } }),
    })
  await Promise.all([
    post('ann', currency('1', 'EUR')),
    // What is repeated records nothing.
    post('bob', currency('1', 'EUR')),
    post('bob', currency('2', 'GBP')),
    post(undefined, currency('3', 'CHF')),
  ])
  await post('ann', currency('4', 'USD'), currency('5', 'JPY'))
  const type = 'io.headwater.currency.registered'
  expect(runs).toEqual([
    { actor: { kind: 'key', name: 'ann' }, from: 0, to: 0, types: { [type]: 1 } },
    { actor: { kind: 'key', name: 'bob' }, from: 1, to: 1, types: { [type]: 1 } },
    { actor: undefined, from: 2, to: 2, types: { [type]: 1 } },
    { actor: { kind: 'key', name: 'ann' }, from: 3, to: 4, types: { [type]: 2 } },
  ])
})
