/**
 * Bounds work that costs more than its answer: `running` pieces at a time, and so many waiting. One more is refused.
 * @param refuse throws
 */
export function bounded(
  { running, waiting }: { readonly running: number; readonly waiting: number },
  refuse: () => never,
): () => Promise<() => void> {
  let free = running
  const queue: (() => void)[] = []
  const release = () => {
    const next = queue.shift()
    if (next === undefined) free++
    else next()
  }
  /** Call what it gives when the work has ended, once. */
  return async function enter() {
    if (free > 0) free--
    else if (queue.length >= waiting) refuse()
    else await new Promise<void>((resolve) => queue.push(resolve))
    let ended = false
    return () => {
      if (!ended) release()
      ended = true
    }
  }
}
