/** Counts what is under way, so that closing can wait for it, and turns away what comes after. */
import { fail } from '../errors.ts'

interface Gate {
  /** @throws HeadwaterError `service.closing` */
  pass<Result>(work: () => Promise<Result>): Promise<Result>
  passEach<Item>(items: () => AsyncIterable<Item>): AsyncIterable<Item>
  /** Nothing passes from now on; resolves when all that did has ended. */
  close(): Promise<void>
  readonly closing: boolean
}

export function createGate(): Gate {
  let inside = 0
  let closing = false
  let emptied: (() => void) | undefined
  const enter = (): void => {
    if (closing) fail('service.closing', 'Headwater is shutting down.')
    inside++
  }
  const leave = (): void => {
    inside--
    if (inside === 0) emptied?.()
  }
  return {
    get closing() {
      return closing
    },
    async pass(work) {
      enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
    async *passEach(items) {
      enter()
      try {
        yield* items()
      } finally {
        leave()
      }
    },
    close() {
      closing = true
      return inside === 0 ? Promise.resolve() : new Promise((resolve) => (emptied = resolve))
    },
  }
}
