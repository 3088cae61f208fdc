/**
 * Events into a topic, each identity always into the same partition, one send after the other with acks=all. The brokers
 * report the offsets of a send; the watcher of the log reports up to which offset a partition is durable.
 */
import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs'
import { type Sender, Signal } from './sender.ts'
import type { LoadEvent } from './stream.ts'
import type { Tracker } from './tracker.ts'

const sendEventsMax = 8_000
const lingerMs = 5

/** Messages of one send in one partition, in the order of their offsets. */
interface Sent {
  /** Offset of the first message that is not durable. */
  next: number
  readonly messages: readonly Float64Array[]
  at: number
}

interface KafkaSenderOptions {
  readonly kafka: Kafka
  readonly topic: string
  readonly partitions: number
  /** Events a message. */
  readonly each: number
  readonly tracker: Tracker
}

export class KafkaSender implements Sender {
  private readonly options: KafkaSenderOptions
  private readonly producer: Producer
  private readonly signal = new Signal()
  private readonly waiting: Sent[][]
  private readonly durable: number[]
  private sending: Promise<void> | undefined
  private failure: Error | undefined

  constructor(options: KafkaSenderOptions) {
    this.options = options
    this.waiting = Array.from({ length: options.partitions }, () => [])
    this.durable = Array(options.partitions).fill(0)
    this.producer = options.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      idempotent: true,
      maxInFlightRequests: 1,
    })
  }

  connect(): Promise<void> {
    return this.producer.connect()
  }

  get room(): number {
    return this.sending === undefined ? sendEventsMax : 0
  }

  get whenChanged(): Promise<void> {
    return this.signal.promise
  }

  worthSending(events: number, oldestMs: number): boolean {
    return events >= this.options.each * this.options.partitions || oldestMs >= lingerMs
  }

  send(events: readonly LoadEvent[], dues: Float64Array): void {
    this.sending = this.deliver(events, dues)
      .catch((error: Error) => {
        this.options.tracker.errors++
        this.failure ??= error
      })
      .finally(() => {
        this.sending = undefined
        this.signal.fire()
      })
  }

  async drained(): Promise<void> {
    await this.sending
    if (this.failure) throw this.failure
  }

  close(): Promise<void> {
    return this.producer.disconnect()
  }

  /** Everything of the partition before `offset` is durable. */
  durableUpTo(partition: number, offset: number): void {
    this.durable[partition] = Math.max(offset, this.durable[partition]!)
    this.settle(partition)
  }

  private settle(partition: number): void {
    const queue = this.waiting[partition]!
    const upTo = this.durable[partition]!
    for (let [first] = queue; first !== undefined && first.next < upTo; [first] = queue) {
      while (first.next < upTo && first.at < first.messages.length) {
        this.options.tracker.madeDurable(first.messages[first.at++]!)
        first.next++
      }
      if (first.at === first.messages.length) queue.shift()
    }
  }

  private async deliver(events: readonly LoadEvent[], dues: Float64Array): Promise<void> {
    const { topic, partitions, each, tracker } = this.options
    const packed = pack(events, dues, partitions, each)
    const messages = packed.flatMap((one) => one.messages)
    const answers = await this.producer.send({
      topic,
      acks: -1,
      compression: CompressionTypes.None,
      messages,
    })
    tracker.sent += events.length
    for (const { partition, baseOffset } of answers) {
      const { dues: sent } = packed[partition]!
      this.waiting[partition]!.push({ next: Number(baseOffset), messages: sent, at: 0 })
      this.settle(partition)
    }
  }
}

interface Packed {
  readonly messages: Message[]
  readonly dues: Float64Array[]
}

/** Events of one partition in their order, so many a message; what is no JSON has a message of its own. */
function pack(
  events: readonly LoadEvent[],
  dues: Float64Array,
  partitions: number,
  each: number,
): readonly Packed[] {
  const packed = Array.from({ length: partitions }, () => ({
    messages: [] as Message[],
    dues: [] as Float64Array[],
    texts: [] as string[],
    places: [] as number[],
  }))
  const finish = (partition: number): void => {
    const { messages, dues: out, texts, places } = packed[partition]!
    if (texts.length === 0) return
    messages.push({ value: each === 1 ? texts[0]! : `[${texts.join(',')}]`, partition })
    out.push(Float64Array.from(places, (place) => dues[place]!))
    texts.length = 0
    places.length = 0
  }
  for (const [place, { text, number, json }] of events.entries()) {
    const partition = (Math.imul(number, 2_654_435_761) >>> 0) % partitions
    const open = packed[partition]!
    if (!json) {
      finish(partition)
      open.messages.push({ value: text, partition })
      open.dues.push(Float64Array.of(dues[place]!))
      continue
    }
    open.texts.push(text)
    open.places.push(place)
    if (open.texts.length === each) finish(partition)
  }
  for (let partition = 0; partition < partitions; partition++) finish(partition)
  return packed
}
