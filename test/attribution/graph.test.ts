import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { derivedEdges } from '../../src/attribution/derivedEdges.ts'
import { viewEdge } from '../../src/attribution/graph.ts'
import { buildGraph, createGraphBuilder, relations } from '../../src/attribution/index.ts'
import { runs } from '../support/properties.ts'
import { edge, lineages, released } from './randomLineage.ts'

describe('the lineage graph', () => {
  it('holds every edge as released, in order', () => {
    fc.assert(
      fc.property(lineages({ versionsMax: 40 }), (versions) => {
        const graph = buildGraph(versions)
        expect(graph.versionCount).toBe(versions.length)
        for (const [index, { derivedFrom, releasedAt }] of versions.entries()) {
          const views = []
          for (let at = graph.edgeStart[index]!; at < graph.edgeStart[index + 1]!; at++) {
            views.push(viewEdge(graph, index, at))
          }
          expect(views).toEqual(
            derivedFrom.map(({ source, ...terms }) => ({ ...terms, from: index, to: source })),
          )
          expect(graph.releasedAt[index]).toBe(releasedAt)
        }
      }),
      runs('cheap'),
    )
  })

  it('adds up stacks over every absolute path', () => {
    // 3 → 2 → 0 and 3 → 1 → 0: stack(3) = (0.2 + 0.1) + (0.3 + 0.05) = 0.65; the relative edge adds nothing.
    const graph = buildGraph([
      released(),
      released(edge('absolute', 0.1, 0)),
      released(edge('absolute', 0.05, 0)),
      released(edge('absolute', 0.2, 1), edge('absolute', 0.3, 2), edge('relative', 0.35, 0)),
    ])
    expect([...graph.stack]).toEqual([0, 100_000_000, 50_000_000, 650_000_000])
  })

  it('is left as it is by what is appended later, across growth of the buffers', () => {
    const builder = createGraphBuilder()
    const before = []
    for (let index = 0; index < 3_000; index++) {
      builder.append(released(...(index > 2 ? [0, 1, 2].map((source) => edge('absolute', 0.1, source)) : [])))
      if (index % 500 === 0) before.push({ graph: builder.graph(), copy: structuredClone(builder.graph()) })
    }
    for (const { graph, copy } of before) expect(graph).toEqual(copy)
    const graph = builder.graph()
    expect(builder.graph()).toBe(graph)
    expect([...graph.edgeSource.slice(-3)]).toEqual([0, 1, 2])
    expect(graph.edgeCount).toBe(2_997 * 3)
    expect([...graph.stack.slice(0, 4)]).toEqual([0, 0, 0, 300_000_000])
  })

  it('read the other way holds the same edges', () => {
    fc.assert(
      fc.property(lineages({ versionsMax: 40 }), (versions) => {
        const graph = buildGraph(versions)
        const into = derivedEdges(graph)
        const there = versions.flatMap(({ derivedFrom }, index) =>
          derivedFrom.map(({ source }) => [index, source]),
        )
        const back = []
        for (let version = 0; version < graph.versionCount; version++) {
          for (let at = into.start[version]!; at < into.start[version + 1]!; at++) {
            expect(graph.edgeSource[into.edge[at]!]).toBe(version)
            back.push([into.version[at]!, version])
          }
        }
        expect(back.sort()).toEqual(there.sort())
        expect(derivedEdges(graph)).toBe(into)
      }),
      runs('cheap'),
    )
  })

  it('has a number for every relation, in the order that graphs were written with', () => {
    expect(relations).toEqual([
      'trainedOn',
      'finetunedFrom',
      'mergedFrom',
      'adapterOf',
      'quantizedFrom',
      'distilledFrom',
      'composedOf',
      'subsetOf',
    ])
  })

  it('refuses a source that does not come before', () => {
    for (const source of [1, 2, -1, 0.5, Number.NaN]) {
      expect(() => buildGraph([released(), released(edge('relative', 0.1, source))])).toThrow(
        expect.objectContaining({ code: 'lineage.sourceUnknown' }),
      )
    }
  })

  it('refuses a version that promises more than a whole, and says by which edges', () => {
    const versions = [
      released(),
      released(edge('absolute', 0.3, 0)),
      released(edge('absolute', 0.3, 1), edge('relative', 0.400000001, 0)),
    ]
    expect(() => buildGraph(versions)).toThrow(
      expect.objectContaining({
        code: 'lineage.overPromised',
        message:
          'Version 2 promises 1.000000001 of a whole: 0.6 over absolute edges and what is stacked behind them, 0.400000001 over relative ones.',
      }),
    )
  })
})
