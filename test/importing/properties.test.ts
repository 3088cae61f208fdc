/** Of any lineage, with circles and repetitions: the ledger accepts every event in its order, and no edge is lost. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEvent } from '../../src/events/parse.ts'
import type { RegistryWireEvent } from '../../src/events/types.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { applyUnder } from '../registry/support.ts'
import { runs } from '../support/properties.ts'
import { card, importFiles, openPolicy } from './support.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f']
const name = fc.constantFrom(...names, 'gone', './path')

const lineage = fc.dictionary(
  fc.constantFrom(...names),
  fc.record({
    bases: fc.array(name, { maxLength: 3 }),
    datasets: fc.array(name, { maxLength: 3 }),
    relation: fc.constantFrom(undefined, 'finetune', 'adapter', 'nonsense'),
    version: fc.constantFrom(undefined, '1', '2'),
  }),
  { minKeys: 1 },
)

const policies = fc.record({
  unknown: fc.constantFrom('refuse', 'skip', 'register'),
  incomplete: fc.constantFrom('hold', 'release'),
  contradictions: fc.constantFrom('hold', 'first'),
  inferred: fc.constantFrom('use', 'hold'),
  terms: fc.constantFrom(
    [{ pool: '0.5' }],
    [
      { relation: 'trainedOn', share: '0.4' },
      { policy: 'absolute', share: '0.3' },
    ],
    [{ relation: 'finetunedFrom', policy: 'absolute', pool: '0.9' }],
  ),
})

interface CardFields {
  readonly bases: readonly string[]
  readonly datasets: readonly string[]
  readonly relation: string | undefined
  readonly version: string | undefined
}

/** Each repository as a card, and as an entry of the Hub without its version. */
function filesOf(cards: Readonly<Record<string, CardFields>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(cards).flatMap(([repository, { bases, datasets, relation, version }]) => {
      const fields = [
        `base_model: ${JSON.stringify(bases)}`,
        `datasets: ${JSON.stringify(datasets)}`,
        ...(relation === undefined ? [] : [`base_model_relation: ${relation}`]),
        ...(version === undefined ? [] : [`version: ${version}`]),
      ]
      const entry = { modelId: repository, tags: [], cardData: { base_model: bases, datasets } }
      return [
        [`models/${repository}/README.md`, card(fields.join('\n'))],
        [`${repository}.json`, entry],
      ]
    }),
  )
}

describe('an import', () => {
  test('(I27) proposes events that a ledger accepts in their order, every one, and accounts for every edge', () => {
    fc.assert(
      fc.property(lineage, policies, (cards, policy) => {
        const state = createRegistry()
        const { events, report } = importFiles(filesOf(cards), { ...openPolicy, ...policy })
        for (const event of events) applyUnder({}, state, parseEvent(event) as RegistryWireEvent)
        expect(state.versions.length).toBe(events.filter(({ id }) => id.startsWith('released')).length)
        const { edges, held, leftOut } = report
        expect(edges.stated).toBe(edges.used + edges.repeated + edges.held + edges.leftOut)
        if (edges.held > 0) expect(held).not.toEqual([])
        if (edges.leftOut > 0) expect(leftOut).not.toEqual([])
      }),
      runs(200),
    )
  })
})
