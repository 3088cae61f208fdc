/** Counts the work that is running, so that a shutdown can wait for it, and refuses work that comes after. */
import { fail } from '../errors.ts'

export interface RunningWork<Parts> {
  /** Runs work that needs no parts. @throws HeadwaterError `service.closing` */
  run<Result>(work: () => Promise<Result>): Promise<Result>
  /** Runs work on parts that know everything recorded so far. @throws HeadwaterError `service.closing` */
  upToDate<Result>(work: (parts: Parts) => Promise<Result>): Promise<Result>
  /** The same for work that gives its results one by one. */
  eachUpToDate<Item>(items: (parts: Parts) => AsyncIterable<Item>): AsyncIterable<Item>
  /** Refuses work from now on; resolves when all running work has ended. */
  close(): Promise<void>
  readonly closing: boolean
}

/** @param upToDateParts gives the parts once they know everything recorded so far */
export function createRunningWork<Parts>(upToDateParts: () => Promise<Parts>): RunningWork<Parts> {
  let running = 0
  let closing = false
  let ended: (() => void) | undefined
  const begin = (): void => {
    if (closing) fail('service.closing', 'Headwater is shutting down.')
    running++
  }
  const end = (): void => {
    running--
    if (running === 0) ended?.()
  }
  async function run<Result>(work: () => Promise<Result>): Promise<Result> {
    begin()
    try {
      return await work()
    } finally {
      end()
    }
  }
  return {
    get closing() {
      return closing
    },
    run,
    upToDate: (work) => run(async () => work(await upToDateParts())),
    async *eachUpToDate(items) {
      begin()
      try {
        yield* items(await upToDateParts())
      } finally {
        end()
      }
    },
    close() {
      closing = true
      return running === 0 ? Promise.resolve() : new Promise((resolve) => (ended = resolve))
    },
  }
}
