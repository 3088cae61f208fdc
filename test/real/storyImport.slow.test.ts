/**
 * Published royalty vectors as Story's contracts log them: the import reads the logs, the ledger closes, and each IP has
 * earned what Story's own tests assert.
 */
import { describe, expect, it } from 'vitest'
import { storyDecoder } from '../../src/chain/story/decoder.ts'
import * as story from '../chain/story/scene.ts'
import { run } from '../chain/support/decoding.ts'
import { address, blockOf, type Emitted } from '../chain/support/logs.ts'
import { hasShared, readShared } from '../support/shared.ts'
import { temporaryHeadwater, textStream } from '../support/temporaryHeadwater.ts'

interface Vector {
  readonly id: string
  readonly nodes: readonly string[]
  readonly edges: readonly { child: string; parent: string; policy: 'LAP' | 'LRP'; share: string }[]
  readonly protocolFeeShare: string
  readonly payments: readonly { to: string; kind: string; amount: string }[]
  readonly expected: readonly { node: string; amount: string }[]
}

const file = 'vectors/story-royalty.json'
const there = hasShared(file)
const vectors = there ? (JSON.parse(readShared(file)) as { vectors: Vector[] }).vectors : []
const chain = 'eip155:1514'
const token = address('70')

const currency = {
  specversion: '1.0',
  id: 'wip',
  source: '/vectors',
  type: 'io.headwater.currency.registered',
  time: '2025-01-01T00:00:00Z',
  data: { currency: 'WIP', decimals: 0, chain, token },
}

function transactionsOf(vector: Vector, ipOf: (node: string) => string): Emitted[][] {
  const policies = { LAP: story.lap, LRP: story.lrp }
  // The list names parents before children.
  const graph = vector.nodes.flatMap((node) => {
    const parents = vector.edges
      .filter(({ child }) => child === node)
      .map(({ parent, policy, share }) => ({
        ip: ipOf(parent),
        policy: policies[policy],
        units: Number(share),
      }))
    const link = parents.length > 0 ? story.linked(ipOf(node), parents) : story.vaultDeployed(ipOf(node))
    return [[story.registered(ipOf(node))], link]
  })
  const payments = vector.payments.map(({ to, kind, amount }) => {
    const fee = (BigInt(amount) * BigInt(vector.protocolFeeShare)) / 100_000_000n
    const paid = { to: ipOf(to), token, amount: BigInt(amount), afterFee: BigInt(amount) - fee }
    return [kind === 'royalty' ? story.royalty(paid, address('ada')) : story.mintingFee(paid)]
  })
  return [...graph, ...payments]
}

describe.skipIf(!there)('the import of Story', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))(
    '%s: every IP earns what is asserted',
    async (_, vector) => {
      const ipOf = (node: string) => address(`1${vector.nodes.indexOf(node)}`)
      const block = blockOf({ chain, number: 1, time: 1_735_700_000 }, transactionsOf(vector, ipOf))
      const imported = await run(storyDecoder(chain, story.settings, story.ports), [block], [currency])
      expect(imported).toMatchObject({ refused: [], listed: [] })
      await using temporary = await temporaryHeadwater()
      // Sources that begin with `chain:` are the chain source's own.
      const events = imported.events.map((event) => ({ ...event, source: `/${event.source}` }))
      const lines = [currency, ...events].map((event) => JSON.stringify(event))
      const report = await temporary.service.ingest(textStream(lines.join('\n')), { origin: vector.id })
      expect(report).toMatchObject({ accepted: lines.length, rejectedCount: 0, suspended: 0 })
      await temporary.service.close({ until: '2025-02-01T00:00:00Z' })
      const earned: Record<string, string> = {}
      for await (const line of temporary.service.statements(1)) earned[line.payee] = line.earned
      const asserted = vector.expected.filter(({ amount }) => amount !== '0')
      expect(earned).toEqual(
        Object.fromEntries(asserted.map(({ node, amount }) => [`${chain}:${ipOf(node)}`, amount])),
      )
    },
  )
})
