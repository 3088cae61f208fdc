import { expect, it } from 'vitest'
import { temporaryHeadwater, textStream } from '../support/temporaryHeadwater.ts'

const founded = '2025-01-01T00:00:00Z'
const edge = { asset: 'dataset:lab/talks', relation: 'trainedOn', policy: 'relative', share: '0.5' }
const terms = { payee: 'lab', to: 'fund', currency: 'USD', effectiveFrom: founded }

const events = [
  ['currency.registered', { currency: 'USD', decimals: 2 }],
  ['asset.registered', { asset: 'dataset:lab/talks', owner: 'lab' }],
  ['version.released', { asset: 'dataset:lab/talks', version: '1' }],
  ['asset.registered', { asset: 'model:lab/base', owner: 'lab' }],
  ['version.released', { asset: 'model:lab/base', version: '1', derivedFrom: [edge] }],
  ['clause.agreed', { ...terms, clause: 'advance', share: '0.5', cap: '100' }],
  ['clause.agreed', { ...terms, clause: 'commission', share: '0.1' }],
  ['call.metered', { asset: 'model:lab/base', amount: '10', currency: 'USD' }],
  ['call.metered', { asset: 'dataset:lab/talks', amount: '10', currency: 'USD' }],
] as const

it('an explanation names a clause once, however many assets of the call pay its payee', async () => {
  await using opened = await temporaryHeadwater()
  const lines = events.map(
    ([type, data], at) =>
      `${JSON.stringify({ specversion: '1.0', type: `io.headwater.${type}`, source: 's', id: `${at}`, time: founded, data })}\n`,
  )
  await opened.service.ingest(textStream(...lines), { origin: 'test' })
  await opened.service.close({ until: '2025-02-01T00:00:00Z' })
  const { clauses, payees } = await opened.service.explain('7')
  expect(payees[0]!.parts).toHaveLength(2)
  expect(clauses!.map(({ clause }) => clause)).toEqual(['advance', 'commission'])
  // Fewer payees than clauses: those of each payee are asked for.
  const direct = await opened.service.explain('8')
  expect(direct.payees[0]!.parts).toHaveLength(1)
  expect(direct.clauses).toEqual(clauses)
})
