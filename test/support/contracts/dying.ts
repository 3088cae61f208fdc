/**
 * A world over fakes whose process dies now and then, by seed: while it records a batch, and at any stage of a close.
 * After each death settlement starts again with nothing but what is stored. Batches of before may be delivered again.
 */
import { HeadwaterError } from '../../../src/errors.ts'
import { collect } from '../collect.ts'
import { createRandom } from '../random.ts'
import type { World } from '../settlementWorld.ts'

type Batch = Parameters<World['record']>

/** What a history is played with. */
export interface Hands {
  record(...batch: Batch): Promise<void>
  close(until: string): Promise<void>
}

export function steady(world: World): Hands {
  return {
    record: world.record,
    async close(until) {
      await world.settlement.close({ until })
    },
  }
}

class Death extends Error {}

function die(): Promise<never> {
  return Promise.reject(new Death('the process died'))
}

/** Replaces methods of the ports so that a close dies there; some come too late, and the close ends. */
const stages: Record<string, (ports: Pick<World, 'usage' | 'books' | 'events'>) => void> = {
  reconciling: ({ usage }) => {
    // biome-ignore lint/correctness/useYield: it dies before the first batch
    usage.batchTotals = async function* () {
      await die()
    }
  },
  summing: ({ usage }) => {
    usage.directSums = die
  },
  'before its books': ({ books }) => {
    books.write = die
  },
  'within its books': ({ books }) => {
    const { write } = books
    // Earnings are written first, and all others after them.
    books.write = async (key, { earnings, balances }) => {
      await write(key, { ...(earnings && { earnings }), ...(balances && { balances }) })
      if (balances) await die()
    }
  },
  'after its books': ({ books }) => {
    const { write } = books
    books.write = async (key, lines) => {
      await write(key, lines)
      if (lines.balances) await die()
    }
  },
  'before its event': ({ events }) => {
    events.append = die
  },
  'after an event': ({ events }) => {
    const { append } = events
    events.append = async (appends) => {
      await append(appends)
      return die()
    }
  },
  'before its seal': ({ books }) => {
    books.seal = die
  },
}

/** @param met receives the name of each death */
export function dying(world: World, seed: number, met: (death: string) => void = () => {}): Hands {
  const random = createRandom(seed + 13)
  const recorded: Batch[] = []

  const start = async (): Promise<void> => {
    world.settlement = world.restart()
    // A sender whose answer was lost sends again, perhaps through another ingester.
    if (recorded.length === 0 || !random.chance(0.5)) return
    const [calls, , others] = random.pick(recorded)
    met('delivered again')
    await world.record(calls, random.pick(['local', 'other', 'third']), others)
  }

  /** @returns whether it died */
  const diesAt = async (stage: string, work: () => Promise<unknown>): Promise<boolean> => {
    const { usage, books, events } = world
    const whole = { usage: { ...usage }, books: { ...books }, events: { ...events } }
    stages[stage]!(world)
    try {
      await work()
      return false
    } catch (error) {
      if (!(error instanceof Death)) throw error
      met(stage)
      return true
    } finally {
      Object.assign(usage, whole.usage)
      Object.assign(books, whole.books)
      Object.assign(events, whole.events)
    }
  }

  return {
    async record(...batch) {
      if (random.chance(0.1)) {
        const stage = random.pick(['before its event', 'after an event'])
        // Rows without an event are left, or the sender only never learns that they were recorded.
        await diesAt(stage, () => world.record(...batch))
        await start()
      }
      await world.record(...batch)
      recorded.push(batch)
      if (random.chance(0.1)) await start()
    },
    async close(until) {
      const before = (await collect(world.settlement.epochs())).length
      for (let deaths = random.int(3); deaths > 0; deaths--) {
        const stage = random.pick(Object.keys(stages))
        const died = await diesAt(stage, () => world.settlement.close({ until }))
        await start()
        if ((await collect(world.settlement.epochs())).length === before) continue
        if (died) await requireClosed(world, until)
        return
      }
      await world.settlement.close({ until })
    },
  }
}

/** The caller of a close that died after it was recorded gets `close.untilNotLater`. */
async function requireClosed(world: World, until: string): Promise<void> {
  const refusal = await world.settlement.close({ until }).catch((error: unknown) => error)
  if (!(refusal instanceof HeadwaterError) || refusal.code !== 'close.untilNotLater') throw refusal
}
