/** Takes steps from a version, and keeps what they reached. */
import type { LineageQuery, LineageReport } from 'headwater/client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { type Direction, type GraphNode, LineageGraph, nodesMax } from './graph.ts'

export interface Start {
  readonly asset: string
  readonly version?: string | undefined
  readonly asOf?: string | undefined
  /** The closed epoch whose flow over each edge is shown. */
  readonly epoch?: number | undefined
}

export interface Explorer {
  readonly graph: LineageGraph | undefined
  /** Changes with every step. */
  readonly revision: number
  readonly busy: boolean
  readonly error: unknown
  /** Whether a step stopped because the picture is full. */
  readonly isFull: boolean
  step(node: GraphNode, direction: Direction): Promise<void>
  /** One step from every version at the end of what is shown. */
  stepAll(): Promise<void>
}

/** Nodes of one request. */
const stepNodes = 500
/** A server computes three lineages at a time. */
const stepsAtOnce = 3

export function useExplorer(start: Start | undefined): Explorer {
  const graph = useRef<LineageGraph | undefined>(undefined)
  const [revision, setRevision] = useState(0)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const name = JSON.stringify(start)

  const run = useCallback(async (work: () => Promise<void>) => {
    setBusy(true)
    setError(undefined)
    try {
      await work()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
      setRevision((before) => before + 1)
    }
  }, [])

  useEffect(() => {
    graph.current = undefined
    setRevision((before) => before + 1)
    const asked = JSON.parse(name ?? 'null') as Start | null
    if (asked === null) return
    let isCurrent = true
    void run(async () => {
      const { asset, version, ...rest } = asked
      const query = { asset, ...(version !== undefined && { version }), ...queryOf(rest) }
      const up = await headwater.lineage({ ...query, direction: 'up' })
      const down = await headwater.lineage({ ...query, version: up.version, direction: 'down' })
      if (!isCurrent) return
      const made = new LineageGraph(up.asset, up.version)
      await takeStep(made, { node: made.start, direction: 'up', start: rest }, up)
      await takeStep(made, { node: made.start, direction: 'down', start: rest }, down)
      made.layOut()
      if (isCurrent) graph.current = made
    })
    return () => {
      isCurrent = false
    }
  }, [name, run])

  const from = start ?? { asset: '' }
  const step = (node: GraphNode, direction: Direction) =>
    run(async () => {
      if (!graph.current) return
      await takeStep(graph.current, { node, direction, start: from })
      graph.current.layOut()
    })
  const stepAll = () =>
    run(async () => {
      const of = graph.current
      if (!of) return
      const ends = of.ends()
      const next = async (): Promise<void> => {
        const end = of.nodes.size < nodesMax ? ends.shift() : undefined
        if (end === undefined) return
        await takeStep(of, { ...end, start: from })
        await next()
      }
      await Promise.all(Array.from({ length: stepsAtOnce }, next))
      of.layOut()
    })
  const isFull = (graph.current?.nodes.size ?? 0) >= nodesMax
  return { graph: graph.current, revision, busy, error, isFull, step, stepAll }
}

interface Step {
  readonly node: GraphNode
  readonly direction: Direction
  readonly start: Omit<Start, 'asset'>
}

/** All pages of a step, as long as there is room. @param known the first page, if it is there */
async function takeStep(
  graph: LineageGraph,
  { node, direction, start }: Step,
  known?: LineageReport,
): Promise<void> {
  const { asset, version } = node
  const query = { asset, version, direction, ...queryOf(start) }
  let page = known ?? (await headwater.lineage(query))
  graph.add(node, direction, page.nodes)
  node.expanded[direction] = true
  while (page.next !== null && graph.nodes.size < nodesMax) {
    page = await headwater.lineage({ ...query, cursor: page.next })
    graph.add(node, direction, page.nodes)
  }
}

function queryOf({ asOf, epoch }: Omit<Start, 'asset'>): Omit<LineageQuery, 'asset'> {
  return {
    depth: 1,
    limit: stepNodes,
    details: true,
    ...(asOf !== undefined && { asOf }),
    ...(epoch !== undefined && { epoch }),
  }
}
