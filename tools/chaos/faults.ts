/** Decides which fault comes when. Faults kill and pause processes, and cut and stall networks. Each ends by itself. */
import type { Random } from '../../test/support/random.ts'
import type { ProxyMode } from '../../test/support/tcpProxy.ts'

export type FaultyProcess =
  | `worker ${number}`
  | `producer ${number}`
  | 'api'
  | 'broker'
  | 'event store'
  | 'usage store'
export type FaultyLink = `${`worker ${number}` | 'api'} to ${'broker' | 'event store' | 'usage store'}`

export type Fault = ProcessFault | NetworkFault

export interface ProcessFault {
  readonly atMs: number
  /** SIGKILL, SIGTERM (and then a start `forMs` later), or SIGSTOP (and SIGCONT `forMs` later). */
  readonly fault: 'kill' | 'end' | 'pause'
  readonly of: FaultyProcess
  readonly forMs: number
}

interface NetworkFault {
  readonly atMs: number
  readonly fault: Exclude<ProxyMode, 'pass'>
  readonly of: FaultyLink
  readonly forMs: number
}

export function isOfNetwork(fault: Fault): fault is NetworkFault {
  return fault.fault !== 'kill' && fault.fault !== 'end' && fault.fault !== 'pause'
}

/** Faults begin within this time from the start of sending. */
const faultsMs = 5_000
const shortMsMax = 800
/** Longer than a session: the group gives the partitions to another worker while this one is paused. */
const longMs = 2_500
const longMsMax = 4_500

export function planFaults(
  random: Random,
  counts: { workers: number; senders: number; withApi: boolean },
): Fault[] {
  const duration = () =>
    random.chance(0.5) ? random.int(shortMsMax) : longMs + random.int(longMsMax - longMs)
  const worker = () => `worker ${random.int(counts.workers)}` as const
  const kinds: (() => Omit<Fault, 'atMs'>)[] = [
    () => ({ fault: 'kill', of: worker(), forMs: random.int(shortMsMax) }),
    () => ({ fault: 'kill', of: worker(), forMs: random.int(shortMsMax) }),
    () => ({ fault: 'pause', of: worker(), forMs: duration() }),
    () => ({ fault: 'pause', of: worker(), forMs: duration() }),
    () => ({ fault: 'end', of: worker(), forMs: random.int(shortMsMax) }),
    () => link('broker'),
    () => link('event store'),
    () => link('usage store'),
    () => ({ fault: 'kill', of: `producer ${random.int(counts.senders)}`, forMs: random.int(shortMsMax) }),
    () => ({ fault: 'pause', of: `producer ${random.int(counts.senders)}`, forMs: duration() }),
    () => ({ fault: 'pause', of: random.pick(['broker', 'event store', 'usage store']), forMs: duration() }),
    () => ({ fault: 'kill', of: random.pick(['broker', 'usage store']), forMs: 0 }),
  ]
  if (counts.withApi) {
    kinds.push(
      () => ({ fault: 'kill', of: 'api', forMs: random.int(shortMsMax) }),
      () => ({ fault: random.pick(['pause', 'end']), of: 'api', forMs: duration() }),
      () => ({ ...link('broker'), of: 'api to broker' }),
    )
  }
  function link(to: 'broker' | 'event store' | 'usage store'): Omit<Fault, 'atMs'> {
    return {
      fault: random.pick(['cut', 'stall', 'stallAnswers']),
      of: `${worker()} to ${to}`,
      forMs: duration(),
    }
  }
  /**
   * The case that the fence exists for. A worker's rows are stored, and the network holds back the append that would
   * make them count. Meanwhile the group gives the worker up, and another worker removes its rows.
   */
  const zombie = (): Fault[] => {
    const atMs = random.int(faultsMs)
    const of = worker()
    return [
      { atMs, fault: 'stall', of: `${of} to event store`, forMs: longMsMax },
      { atMs: atMs + 200 + random.int(shortMsMax), fault: 'pause', of, forMs: longMsMax },
    ]
  }
  const count = 4 + random.int(4)
  const faults = Array.from(
    { length: count },
    () => ({ atMs: random.int(faultsMs), ...random.pick(kinds)() }) as Fault,
  )
  if (random.chance(0.5)) faults.push(...zombie())
  // A broker needs seconds to start again, so it is killed once in an act at most.
  const isDeath = ({ fault, of }: Fault) => fault === 'kill' && of === 'broker'
  const firstDeath = faults.find(isDeath)
  return faults
    .filter((fault) => !isDeath(fault) || fault === firstDeath)
    .sort((one, other) => one.atMs - other.atMs)
}
