import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildGraph,
  derivedOf,
  type GraphVersion,
  type LineageNode,
  nodeEdgesMax,
  sourcesOf,
  type WalkOptions,
} from '../../src/attribution/index.ts'
import { runs } from '../support/properties.ts'
import { edge, lineages, released } from './randomLineage.ts'

const walks = { up: sourcesOf, down: derivedOf }
const directions = fc.constantFrom<'up' | 'down'>('up', 'down')

/** Depth by version, level by level. */
function depths(
  versions: readonly GraphVersion[],
  start: number,
  direction: 'up' | 'down',
  options: WalkOptions,
) {
  const depthOf = new Map([[start, 0]])
  for (let depth = 1; depth <= Math.min(versions.length, options.depthMax ?? 1e9); depth++) {
    for (const [derived, { derivedFrom }] of versions.entries()) {
      for (const { source } of derivedFrom) {
        const [near, far] = direction === 'up' ? [derived, source] : [source, derived]
        const late = versions[far]!.releasedAt > (options.asOf ?? 1e9)
        if (depthOf.get(near) === depth - 1 && !depthOf.has(far) && !late) depthOf.set(far, depth)
      }
    }
  }
  return depthOf
}

const cases = lineages({ versionsMax: 30, edgesMax: 3 }).chain((versions) =>
  fc.record({
    versions: fc.constant(versions),
    start: fc.nat(versions.length - 1),
    direction: directions,
    depthMax: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    asOf: fc.option(fc.nat(100), { nil: undefined }),
  }),
)

const optionsOf = ({
  depthMax,
  asOf,
}: {
  depthMax: number | undefined
  asOf: number | undefined
}): WalkOptions => ({
  ...(depthMax === undefined ? {} : { depthMax }),
  ...(asOf === undefined ? {} : { asOf }),
})

describe('a walk over the lineage', () => {
  it('reaches what a search level by level reaches, nearest first, then in order of recording', () => {
    fc.assert(
      fc.property(cases, ({ versions, start, direction, ...rest }) => {
        const options = optionsOf(rest)
        const page = walks[direction](buildGraph(versions), start, options)
        const known = [...depths(versions, start, direction, options)].filter(([, depth]) => depth > 0)
        known.sort(([a, near], [b, far]) => near - far || a - b)
        expect(page.nodes.map(({ version, depth }) => [version, depth])).toEqual(known)
        expect(page.total).toBe(known.length)
        expect(page.next).toBeUndefined()
      }),
      runs('cheap'),
    )
  })

  it('shows every edge between versions reached exactly once', () => {
    fc.assert(
      fc.property(cases, ({ versions, start, direction, ...rest }) => {
        const page = walks[direction](buildGraph(versions), start, optionsOf(rest))
        const inside = new Set([start, ...page.nodes.map(({ version }) => version)])
        const known = versions.flatMap(({ derivedFrom }, from) =>
          derivedFrom
            .filter(({ source }) => inside.has(from) && inside.has(source))
            .map(({ source }) => `${from} ${source}`),
        )
        const shown = page.nodes.flatMap(({ edges }) => edges.map(({ from, to }) => `${from} ${to}`))
        expect(shown.sort()).toEqual(known.sort())
        for (const { edges, edgeCount } of page.nodes) expect(edgeCount).toBe(edges.length)
      }),
      runs('cheap'),
    )
  })

  it('comes in pages that together are the whole', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 7 }), ({ versions, start, direction, ...rest }, limit) => {
        const graph = buildGraph(versions)
        const whole = walks[direction](graph, start, optionsOf(rest))
        const nodes: LineageNode[] = []
        let page = walks[direction](graph, start, { ...optionsOf(rest), limit })
        for (;;) {
          expect(page.total).toBe(whole.total)
          expect(page.nodes.length).toBeLessThanOrEqual(limit)
          nodes.push(...page.nodes)
          if (!page.next) break
          page = walks[direction](graph, start, { ...optionsOf(rest), limit, after: page.next })
        }
        expect(nodes).toEqual(whole.nodes)
      }),
      runs('cheap'),
    )
  })

  it('ends without an empty page where the last page is full', () => {
    const graph = buildGraph([released(), released(edge('relative', 0.1, 0))])
    expect(sourcesOf(graph, 1, { limit: 1 })).toMatchObject({ total: 1, next: undefined })
  })

  it('does not reach a version over one released later than asked', () => {
    // 2 → 1 → 0, and 1 is released last.
    const graph = buildGraph([
      { releasedAt: 1, derivedFrom: [] },
      { releasedAt: 9, derivedFrom: [edge('relative', 0.1, 0)] },
      { releasedAt: 5, derivedFrom: [edge('relative', 0.1, 1)] },
    ])
    expect(sourcesOf(graph, 2, { asOf: 5 }).total).toBe(0)
    expect(sourcesOf(graph, 2, { asOf: 9 }).total).toBe(2)
    expect(derivedOf(graph, 0, { asOf: 5 }).total).toBe(0)
  })

  it('goes a chain of 50,000 versions to its end', () => {
    const versions = [released()]
    for (let index = 1; index < 50_000; index++) versions.push(released(edge('relative', 0.5, index - 1)))
    const graph = buildGraph(versions)
    const after = { depth: 49_998, version: 1 }
    expect(sourcesOf(graph, 49_999, { after })).toMatchObject({
      total: 49_999,
      nodes: [{ version: 0, depth: 49_999 }],
    })
  })

  it('lists a bounded number of edges at a node and tells how many there are', () => {
    const wide = nodeEdgesMax + 5
    const middle = Array.from({ length: wide }, () => released(edge('relative', 0.1, 0)))
    const top = released(...middle.map((_, at) => edge('relative', 1e-6, at + 1)))
    const page = sourcesOf(buildGraph([released(), ...middle, top]), wide + 1, { limit: 5_000 })
    expect(page.nodes.at(-1)).toMatchObject({ version: 0, depth: 2, edgeCount: wide })
    expect(page.nodes.at(-1)!.edges).toHaveLength(nodeEdgesMax)
  })
})
