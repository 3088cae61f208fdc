/** Published royalty vectors, through the public path: events in, one epoch closed, statements out. */
import { describe, expect, it } from 'vitest'
import { hasShared, readShared } from '../support/shared.ts'
import { temporaryHeadwater, textStream } from '../support/temporaryHeadwater.ts'

interface Vector {
  readonly id: string
  readonly title: string
  readonly nodes: readonly string[]
  readonly edges: readonly { child: string; parent: string; policy: 'LAP' | 'LRP'; share: string }[]
  readonly protocolFeeShare: string
  readonly payments: readonly { to: string; amount: string }[]
  readonly expected: readonly { node: string; amount: string }[]
  readonly treasury: string
}

const file = 'vectors/story-royalty.json'
const there = hasShared(file)
const vectors = there ? (JSON.parse(readShared(file)) as { vectors: Vector[] }).vectors : []

/** The vectors count shares in 10^-8. */
function share(text: string): string {
  const padded = text.padStart(9, '0')
  return `${padded.slice(0, -8)}.${padded.slice(-8)}`
}

function eventsOf(vector: Vector): object[] {
  const events: object[] = []
  const emit = (type: string, data: object) =>
    events.push({
      specversion: '1.0',
      id: `${vector.id}-${events.length}`,
      source: '/vectors',
      type: `io.headwater.${type}`,
      time: '2025-01-01T00:00:00Z',
      data,
    })
  const asset = (node: string) => `model:story/${node}`
  emit('currency.registered', { currency: 'WIP', decimals: 0 })
  if (vector.protocolFeeShare !== '0') {
    emit('fee.set', {
      share: share(vector.protocolFeeShare),
      payee: 'treasury',
      effectiveFrom: '2025-01-01T00:00:00Z',
    })
  }
  // The list names parents before children.
  for (const node of vector.nodes) {
    emit('asset.registered', { asset: asset(node), owner: node })
    emit('version.released', {
      asset: asset(node),
      version: '1',
      derivedFrom: vector.edges
        .filter((edge) => edge.child === node)
        .map((edge) => ({
          asset: asset(edge.parent),
          relation: 'finetunedFrom',
          policy: edge.policy === 'LAP' ? 'absolute' : 'relative',
          share: share(edge.share),
        })),
    })
  }
  for (const payment of vector.payments) {
    emit('call.metered', { asset: asset(payment.to), amount: payment.amount, currency: 'WIP' })
  }
  return events
}

describe.skipIf(!there)('published royalty vectors', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))(
    '%s pays what is asserted',
    async (_, vector) => {
      await using temporary = await temporaryHeadwater()
      const headwater = temporary.service
      const lines = eventsOf(vector).map((event) => JSON.stringify(event))
      const report = await headwater.ingest(textStream(lines.join('\n')), { origin: vector.id })
      expect(report).toMatchObject({ accepted: lines.length, rejectedCount: 0, suspended: 0 })
      await headwater.close({ until: '2025-02-01T00:00:00Z' })
      const earned = new Map<string, string>()
      for await (const line of headwater.statements(1)) earned.set(line.payee, line.earned)
      const expected = vector.expected
        .filter((line) => line.amount !== '0')
        .map((line) => [line.node, line.amount])
      if (vector.treasury !== '0') expected.push(['treasury', vector.treasury])
      expect(Object.fromEntries(earned)).toEqual(Object.fromEntries(expected))
    },
  )
})
