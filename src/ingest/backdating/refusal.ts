/** The refusal of an event that reaches back over recorded calls. */
import { fail } from '../../errors.ts'
import { formatTime } from '../../events/time.ts'
import type { Reach } from '../../registry/index.ts'
import type { ReachedCalls } from '../../usage/reader.ts'
import type { Backdated } from '../answers.ts'

const sentences: Readonly<Record<Reach['kind'], string>> = {
  fee: 'The fee would change the division of',
  cost: 'The cost would change the division of',
  release: 'The release would take over',
  rate: 'The rate sets another price for the time of',
  account: 'The account would get what is earned by',
}
const paths: Readonly<Record<Reach['kind'], string>> = {
  fee: '/data/effectiveFrom',
  cost: '/data/effectiveFrom',
  release: '/data/releasedAt',
  rate: '/data/effectiveFrom',
  account: '/data/account',
}

/** @throws HeadwaterError `registry.backdated` */
export function refuseBackdated(
  { kind }: Reach,
  { calls, first: { source, id, time } }: ReachedCalls,
): never {
  const which = calls === 1 ? 'a recorded call that is' : `${calls} recorded calls that are`
  fail(
    'registry.backdated',
    `${sentences[kind]} ${which} not settled yet; the first is ${JSON.stringify(id)} of ${JSON.stringify(source)} at ${formatTime(time)}.`,
    { path: paths[kind], data: { source, id, time: formatTime(time), calls } },
  )
}

/** What the sender of an accepted event gets to know. */
export function backdated(kind: Reach['kind'], { calls, first }: ReachedCalls): Backdated {
  return { kind, calls, first: { ...first, time: formatTime(first.time) } }
}
