/** Finds edges that lead in a circle. Versions that are derived from one another can't be released in any order. */

/**
 * The strongly connected groups of more than one node, and nodes that lead to themselves.
 * @param edgesOf the nodes to which a node leads
 */
export function circlesAmong(
  nodes: readonly string[],
  edgesOf: (node: string) => readonly string[],
): string[][] {
  const numbers = new Map<string, number>()
  const lows = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  const circles: string[][] = []
  // Tarjan's algorithm with a stack of its own: chains of lineage may be longer than the call stack.
  for (const start of nodes) {
    if (numbers.has(start)) continue
    const walk = [{ node: start, edges: edgesOf(start), next: 0 }]
    enter(start)
    while (walk.length > 0) {
      const step = walk.at(-1)!
      const target = step.edges[step.next++]
      if (target === undefined) {
        walk.pop()
        const above = walk.at(-1)
        if (above) lows.set(above.node, Math.min(lows.get(above.node)!, lows.get(step.node)!))
        if (lows.get(step.node) === numbers.get(step.node)) close(step.node)
      } else if (!numbers.has(target)) {
        enter(target)
        walk.push({ node: target, edges: edgesOf(target), next: 0 })
      } else if (isOpen.has(target)) {
        lows.set(step.node, Math.min(lows.get(step.node)!, numbers.get(target)!))
      }
    }
  }
  return circles

  function enter(node: string): void {
    numbers.set(node, numbers.size)
    lows.set(node, numbers.get(node)!)
    open.push(node)
    isOpen.add(node)
  }

  function close(root: string): void {
    const group = open.splice(open.lastIndexOf(root))
    for (const node of group) isOpen.delete(node)
    if (group.length > 1 || edgesOf(root).includes(root)) circles.push(group)
  }
}
