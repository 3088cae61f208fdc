/** Simulations as settlement offers them. What they need is loaded when one is asked for. */
import { lazy } from '../../base/lazy.ts'
import { parseTime } from '../../events/time.ts'
import type { ListedCall } from '../../usage/lists.ts'
import type { PrepareDeps } from '../close/prepare.ts'
import type { CallListDeps } from '../lists/calls.ts'
import type { CallDivision } from '../reports/unmadeAnswer.ts'
import type { UnmadeCall } from '../reports/unmadeCall.ts'
import type { SimulationLine } from './answers.ts'
import type { CallsOfDay, FormerCalls } from './formerCalls.ts'
import type { Rewound } from './rewind.ts'
import type { WhatIf } from './simulate.ts'

export interface Simulations {
  /**
   * What the next close would give with more events, beside what it would give without them. Nothing is recorded.
   * @param until default: now
   */
  simulate(whatIf: WhatIf, until?: string): AsyncIterable<SimulationLine>
  /** The ledger as an epoch saw it. @throws HeadwaterError `epoch.unknown` */
  rewind(epoch: number): Promise<Rewound>
  /** What the epochs from `from` on would have been. @param whatIf over the ledger as `rewind` gives it */
  simulateFrom(whatIf: WhatIf, from: number): AsyncIterable<SimulationLine>
  /** The calls that an asset had, by day and currency. */
  formerSums(calls: FormerCalls): Promise<readonly CallsOfDay[]>
  /** The same one by one. */
  formerCalls(calls: FormerCalls): AsyncIterable<ListedCall>
  /** What every payee would get of a call that was not made. */
  divide(unmade: UnmadeCall): Promise<CallDivision>
}

export function simulations(
  stored: Pick<PrepareDeps, 'events'> & CallListDeps,
  parts: () => Promise<PrepareDeps>,
): Simulations {
  const { events, epochs } = stored
  const kept = lazy(async () => new (await import('./keptSums.ts')).KeptAnswers())
  const rewinder = lazy(async () => new (await import('./rewind.ts')).Rewinder(events))
  return {
    async *simulate(whatIf, until) {
      const { simulateNext } = await import('./simulate.ts')
      const deps = { ...(await parts()), kept: await kept.get() }
      yield* simulateNext(deps, whatIf, until === undefined ? undefined : parseTime(until, '/until'))
    },
    rewind: async (epoch) => (await rewinder.get()).to(await epochs.get(epoch)),
    async *simulateFrom(whatIf, from) {
      const { simulateFrom } = await import('./simulateFrom.ts')
      yield* simulateFrom({ ...(await parts()), kept: await kept.get() }, whatIf, from)
    },
    async formerSums(calls) {
      const { sumsByDay } = await import('./formerCalls.ts')
      return sumsByDay(stored, calls)
    },
    async *formerCalls(calls) {
      const { eachFormerCall } = await import('./formerCalls.ts')
      yield* eachFormerCall(stored, calls)
    },
    async divide(unmade) {
      const { divideUnmadeCall } = await import('../reports/unmadeCall.ts')
      return divideUnmadeCall(await parts(), unmade)
    },
  }
}
