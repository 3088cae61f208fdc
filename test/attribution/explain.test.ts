import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildGraph,
  explainFlow,
  flow,
  type GraphVersion,
  type LineageGraph,
} from '../../src/attribution/index.ts'
import { zeroShare } from '../../src/money/share.ts'
import { runs } from '../support/properties.ts'
import { edge, feeShares, lineages, released } from './randomLineage.ts'

const all = { pathsMax: 1e9, pathEdgesMax: 1e9 }
const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 1n, max: 1n << 160n }))

/** Every sequence of edges from `from`, as the list of versions it passes; by recursion, as small graphs allow. */
function walks(versions: readonly GraphVersion[], from: number): number[][] {
  return [
    [from],
    ...versions[from]!.derivedFrom.flatMap(({ source }) =>
      walks(versions, source).map((walk) => [from, ...walk]),
    ),
  ]
}

const served = (graph: LineageGraph) => graph.versionCount - 1

describe('explainFlow', () => {
  it('divides one amount exactly as flow does', () => {
    fc.assert(
      fc.property(
        lineages({ versionsMax: 30 }),
        fc.nat(),
        amounts,
        feeShares,
        (versions, pick, amount, feeShare) => {
          const graph = buildGraph(versions)
          const version = pick % versions.length
          const explained = explainFlow(graph, { version, amount, feeShare })
          const whole = flow(graph, { versions: Uint32Array.of(version), amounts: [amount] }, feeShare)
          expect([...explained.flows].map(({ pathCount, paths, ...rest }) => rest)).toEqual([...whole.flows])
          const { flows: _, ...totals } = whole
          expect(explained).toMatchObject(totals)
          expect(explained.flows).toHaveLength(whole.flows.length)
          for (const [index, one] of [...explained.flows].entries())
            expect(explained.flows.at(index)).toEqual(one)
          expect(explained.flows.at(explained.flows.length)).toBeUndefined()
        },
      ),
      runs('cheap'),
    )
  })

  it('counts and lists every sequence of edges from the served version, each once', () => {
    fc.assert(
      fc.property(lineages({ versionsMax: 9 }), (versions) => {
        const graph = buildGraph(versions)
        const known = walks(versions, served(graph))
        for (const { version, pathCount, paths } of explainFlow(
          graph,
          { version: served(graph), amount: 1n << 200n, feeShare: zeroShare },
          all,
        ).flows) {
          const here = known.filter((walk) => walk.at(-1) === version)
          expect(pathCount).toBe(BigInt(here.length))
          const listed = paths.map(({ edges }) => [served(graph), ...edges.map(({ to }) => to)])
          expect(listed.sort()).toEqual(here.sort())
          for (const { edges } of paths) {
            for (const [at, { from }] of edges.entries())
              expect(from).toBe(edges[at - 1]?.to ?? served(graph))
          }
        }
      }),
      runs('cheap'),
    )
  })

  it('brings over its paths exactly what a version receives, where nothing rounds', () => {
    fc.assert(
      fc.property(lineages({ versionsMax: 8 }), (versions) => {
        const graph = buildGraph(versions)
        // Eight versions are at most seven payments apart, and B^7 divides by B seven times.
        const amount = 10n ** 63n
        const { flows, rounding } = explainFlow(
          graph,
          { version: served(graph), amount, feeShare: zeroShare },
          all,
        )
        for (const { direct, relativeIn, absoluteIn, paths } of flows) {
          const received = direct + relativeIn + absoluteIn
          expect(paths.reduce((sum, path) => sum + path.amount, 0n)).toBe(received)
        }
        expect(rounding).toBe(0n)
      }),
      runs('cheap'),
    )
  })

  it('never brings more over its paths than a version receives', () => {
    fc.assert(
      fc.property(lineages({ versionsMax: 9 }), amounts, feeShares, (versions, amount, feeShare) => {
        const graph = buildGraph(versions)
        for (const one of explainFlow(graph, { version: served(graph), amount, feeShare }, all).flows) {
          const received = one.direct - one.fee + one.relativeIn + one.absoluteIn
          expect(one.paths.reduce((sum, path) => sum + path.amount, 0n)).toBeLessThanOrEqual(received)
        }
      }),
      runs('cheap'),
    )
  })

  it('says over what a version is paid, and pays only the end of a run of absolute edges', () => {
    // 4 gives half to 3; 3 owes 0.2 to 2, 2 owes 0.1 to 1; 1 gives half to 0.
    const graph = buildGraph([
      released(),
      released(edge('relative', 0.5, 0)),
      released(edge('absolute', 0.1, 1)),
      released(edge('absolute', 0.2, 2)),
      released(edge('relative', 0.5, 3)),
    ])
    // base(3) = 500. 2 gets 0.2 of it: 100. 1 gets 0.1 of it, not of those 100: 50. 0 gets half of that: 25.
    const flows = [...explainFlow(graph, { version: 4, amount: 1_000n, feeShare: zeroShare }).flows]
    expect(flows.map(({ version, paths }) => [version, paths[0]!.over, paths[0]!.amount])).toEqual([
      [4, 'direct', 1_000n],
      [3, 'relative', 500n],
      [2, 'absolute', 100n],
      [1, 'absolute', 50n],
      [0, 'relative', 25n],
    ])
    expect(flows[4]!.paths[0]!.edges.map(({ from, to, policy }) => [from, to, policy])).toEqual([
      [4, 3, 'relative'],
      [3, 2, 'absolute'],
      [2, 1, 'absolute'],
      [1, 0, 'relative'],
    ])
  })

  it('counts beyond 2^53 exactly and lists within its limits, giving every version some', () => {
    // 50 rows of three, each giving 0.3 to all of the row before: 3^49 paths to each of the first.
    const versions = [released(), released(), released()]
    for (let row = 0; row < 49; row++) {
      const sources = [0, 1, 2].map((place) => edge('relative', 0.3, row * 3 + place))
      versions.push(released(...sources), released(...sources), released(...sources))
    }
    versions.push(released(...[147, 148, 149].map((source) => edge('relative', 0.3, source))))
    const flows = [
      ...explainFlow(
        buildGraph(versions),
        { version: 150, amount: 1n << 200n, feeShare: zeroShare },
        { pathsMax: 200 },
      ).flows,
    ]
    expect(flows).toHaveLength(151)
    expect(flows.at(-1)).toMatchObject({ version: 0, pathCount: 3n ** 49n })
    const lengths = flows.map(({ paths }) => paths.length)
    expect(lengths.reduce((sum, length) => sum + length)).toBe(200)
    expect(Math.min(...lengths)).toBe(1)
    expect(Math.max(...lengths)).toBe(2)
  })

  it('counts a version exactly, whether it is read alone or among all, on either side of 2^53', () => {
    // A ladder of 60 steps, two ways up each: 2^n paths to the n-th from above.
    const versions = [released()]
    for (let step = 1; step < 60; step++)
      versions.push(
        released(edge('relative', 0.4, step * 2 - 2)),
        released(edge('relative', 0.4, step * 2 - 2), edge('relative', 0.4, step * 2 - 1)),
      )
    const served = versions.length - 1
    const explain = () =>
      explainFlow(buildGraph(versions), { version: served, amount: 1n << 250n, feeShare: zeroShare }).flows
    const whole = [...explain()]
    for (const [index, one] of whole.entries()) {
      if (one.version % 2 === 0) expect(one.pathCount).toBe(1n << BigInt((served - one.version) / 2))
      expect(explain().at(index)).toEqual(one)
    }
    expect(whole.at(-1)!.pathCount).toBe(1n << 59n)
  })

  it('gives what versions with few paths do not need to those with many', () => {
    // 0 is reached from 4 by three paths, 1, 2 and 3 by one each, and 4 itself: with six to list, 0 lists two.
    const graph = buildGraph([
      released(),
      ...[1, 2, 3].map(() => released(edge('relative', 0.1, 0))),
      released(...[1, 2, 3].map((source) => edge('relative', 0.1, source))),
    ])
    const flows = [
      ...explainFlow(graph, { version: 4, amount: 1n << 100n, feeShare: zeroShare }, { pathsMax: 6 }).flows,
    ]
    expect(flows.map(({ pathCount, paths }) => [pathCount, paths.length])).toEqual([
      [1n, 1],
      [1n, 1],
      [1n, 1],
      [1n, 1],
      [3n, 2],
    ])
  })

  it('lists the shortest path first, and leaves out what has more edges than are left', () => {
    // From 4 to 0 directly, and over 3, 2 and 1.
    const graph = buildGraph([
      released(),
      released(edge('relative', 0.5, 0)),
      released(edge('relative', 0.5, 1)),
      released(edge('relative', 0.5, 2)),
      released(edge('relative', 0.5, 3), edge('relative', 0.5, 0)),
    ])
    const lengthsWith = (pathEdgesMax: number) =>
      [
        ...explainFlow(graph, { version: 4, amount: 1n << 100n, feeShare: zeroShare }, { pathEdgesMax })
          .flows,
      ].map(({ paths }) => paths.map(({ edges }) => edges.length))
    expect(lengthsWith(100)).toEqual([[0], [1], [2], [3], [1, 4]])
    // 0 + 1 + 2 + 3 + 1 leave nothing for the four edges.
    expect(lengthsWith(7)).toEqual([[0], [1], [2], [3], [1]])
    expect(lengthsWith(2)).toEqual([[0], [1], [], [], [1]])
  })

  it('explains down a chain of 50,000 versions', () => {
    const versions = [released()]
    for (let index = 1; index < 50_000; index++)
      versions.push(released(edge('relative', 0.999999, index - 1)))
    const flows = [
      ...explainFlow(buildGraph(versions), { version: 49_999, amount: 1n << 150n, feeShare: zeroShare })
        .flows,
    ]
    expect(flows).toHaveLength(50_000)
    // 0 + 1 + … + 199 edges are 19,900; the next path has 200, so the listing of 20,000 ends there.
    expect(flows.filter(({ paths }) => paths.length > 0)).toHaveLength(200)
    expect(flows.at(-1)!.pathCount).toBe(1n)
  })

  it('costs what it reaches: versions beside the lineage do not matter', () => {
    const graph = buildGraph([released(), released(), released(edge('relative', 0.5, 0)), released()])
    expect(
      [...explainFlow(graph, { version: 2, amount: 100n, feeShare: zeroShare }).flows].map(
        ({ version, retained }) => [version, retained],
      ),
    ).toEqual([
      [2, 50n],
      [0, 50n],
    ])
  })
})
