/** The topics of a simulation: what was sent to each partition, in order. */
import { hex } from '../../../src/base/hex.ts'
import { isCall } from '../../../src/events/index.ts'
import { parseEvent } from '../../../src/events/parse.ts'
import { eventIdentity } from '../../../src/ingest/eventIdentity.ts'
import { laneName } from '../../../src/kafka/client/laneName.ts'
import { identityHash } from '../../../src/kafka/send/outgoing.ts'
import { wireEvent } from '../playSimulation.ts'
import type { Random } from '../random.ts'
import type { SimulatedStep } from '../simulation.ts'

export const registryPartition = laneName('registry', 0)
const callsPartition = (number: number) => laneName('calls', number)

interface TopicsOptions {
  /** Of the topic of calls. */
  readonly partitions: number
  /** How many of the calls a producer sends again without a key, so that they go to any partition. */
  readonly unkeyed: number
}

export class Topics {
  readonly partitions = new Map<string, string[]>()
  messages = 0
  readonly #random: Random
  readonly #options: TopicsOptions

  constructor(options: TopicsOptions, random: Random) {
    this.#options = options
    this.#random = random
    this.partitions.set(registryPartition, [])
    for (let number = 0; number < options.partitions; number++)
      this.partitions.set(callsPartition(number), [])
  }

  /** @returns identity and content of the event, which name it */
  send(step: SimulatedStep, number: number): string {
    const text = wireEvent(step, number).trimEnd()
    const event = parseEvent(JSON.parse(text))
    const keyed = isCall(event)
      ? callsPartition(identityHash('calls', event.source, event.id) % this.#options.partitions)
      : registryPartition
    this.#put(keyed, text)
    if (isCall(event) && this.#random.chance(0.1)) this.#put(keyed, text)
    if (isCall(event) && this.#random.chance(this.#options.unkeyed))
      this.#put(callsPartition(this.#random.int(this.#options.partitions)), text)
    const { identity, content } = eventIdentity(event)
    return hex(identity) + hex(content)
  }

  #put(partition: string, text: string): void {
    this.partitions.get(partition)!.push(text)
    this.messages++
  }
}
