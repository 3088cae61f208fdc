import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildGraph,
  derivedOf,
  explainFlow,
  type GraphPart,
  partFrom,
  sourcesOf,
} from '../../src/attribution/index.ts'
import { zeroShare } from '../../src/money/share.ts'
import { runs } from '../support/properties.ts'
import { lineages } from './randomLineage.ts'

const cases = lineages({ versionsMax: 30, edgesMax: 3 }).chain((versions) =>
  fc.record({
    versions: fc.constant(versions),
    start: fc.nat(versions.length - 1),
    up: fc.boolean(),
    depthMax: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    asOf: fc.option(fc.nat(100), { nil: undefined }),
    limit: fc.integer({ min: 1, max: 5 }),
  }),
)

describe('a part of the lineage', () => {
  it('gives the pages of a walk that the whole gives', () => {
    fc.assert(
      fc.property(cases, ({ versions, start, up, depthMax, asOf, limit }) => {
        const next = (index: number) =>
          up
            ? versions[index]!.derivedFrom.map(({ source }) => source)
            : [...versions.keys()].filter((other) =>
                versions[other]!.derivedFrom.some(({ source }) => source === index),
              )
        const walk = { next, versionAt: (index: number) => versions[index]!, depthMax, versionsMax: 30 }
        const { graph, indexOf, placeOf } = partFrom(start, walk)!
        const whole = buildGraph(versions)
        const [walkOn, options] = [
          up ? sourcesOf : derivedOf,
          { limit, ...(depthMax && { depthMax }), ...(asOf !== undefined && { asOf }) },
        ]
        let after: { depth: number; version: number } | undefined
        do {
          const expected = walkOn(whole, start, { ...options, ...(after && { after }) })
          const place = after && { depth: after.depth, version: placeOf(after.version) }
          const found = walkOn(graph, placeOf(start), { ...options, ...(place && { after: place }) })
          expect(found.total).toBe(expected.total)
          expect(
            found.nodes.map(({ version, edges, ...node }) => ({
              ...node,
              version: indexOf(version),
              edges: edges.map((edge) => ({ ...edge, from: indexOf(edge.from), to: indexOf(edge.to) })),
            })),
          ).toEqual(expected.nodes)
          expect(found.next && indexOf(found.next.version)).toBe(expected.next?.version)
          after = expected.next
        } while (after)
      }),
      runs('cheap'),
    )
  })

  it('divides a call as the whole does', () => {
    fc.assert(
      fc.property(lineages({ versionsMax: 30 }), fc.nat(), (versions, pick) => {
        const start = pick % versions.length
        const { graph, indexOf, placeOf } = upstream(start)
        const call = { amount: 1_000_003n, feeShare: zeroShare }
        const whole = explainFlow(buildGraph(versions), { ...call, version: start })
        const part = explainFlow(graph, { ...call, version: placeOf(start) })
        expect([part.retained, part.rounding]).toEqual([whole.retained, whole.rounding])
        expect(
          Array.from(part.flows, ({ version, paths, ...flow }) => [indexOf(version), flow, paths.length]),
        ).toEqual(Array.from(whole.flows, ({ version, paths, ...flow }) => [version, flow, paths.length]))

        function upstream(version: number): GraphPart {
          const next = (index: number) => versions[index]!.derivedFrom.map(({ source }) => source)
          return partFrom(version, { next, versionAt: (index) => versions[index]!, versionsMax: 30 })!
        }
      }),
      runs('cheap'),
    )
  })

  it('is not made where it is too large', () => {
    const versions = [{ releasedAt: 0, derivedFrom: [] }]
    const versionAt = () => versions[0]!
    expect(partFrom(0, { next: () => [1, 2], versionAt, versionsMax: 2 })).toBeUndefined()
  })
})
