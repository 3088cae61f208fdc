/**
 * Computes what the books must be. It uses only the topics as they are at the end, and nothing that Headwater answered.
 * The slow reference computes the calls. The registry's rules, applied to the topic in order and in memory, give the
 * registry.
 */
import type { Kafka } from 'kafkajs'
import { refusedId } from '../../src/usage/refusedId.ts'
import { chunksOf, createMemoryIngest } from '../../test/support/memoryIngest.ts'
import { Reference, type ReferenceEpoch, type ReferenceStep } from '../../test/support/reference.ts'
import type { Plan } from './plan.ts'

export interface TopicRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly key: string
  readonly value: string | null
  readonly headers: Readonly<Record<string, string>>
}

export interface ExpectedBooks {
  readonly epochs: readonly ReferenceEpoch[]
  /** Ids of all events that were ever refused, each with its text and code for a reader of the report. */
  readonly refused: ReadonlyMap<string, string>
  /** Those that the refused list must still hold: an event that is accepted after all closes its entry. */
  readonly open: ReadonlyMap<string, string>
}

/** @param ends how many messages each partition of the two topics had at the end of each act */
export async function expectedBooks(
  plan: Plan,
  registry: readonly TopicRecord[],
  calls: readonly TopicRecord[],
  ends: readonly { registry: number; calls: readonly number[] }[],
): Promise<ExpectedBooks> {
  const { sends } = plan
  const refused = new Map<string, string>()
  const refuse = (text: string, code: string): string => {
    const id = refusedId(Buffer.from(text), code, 'cloudevents')
    refused.set(id, `${code} ${text}`)
    return id
  }
  const closed = new Set<string>()
  const accepted = await judgedRegistry(plan, registry, refuse, closed)
  const steps: ReferenceStep[] = []
  let before = { registry: 0, calls: calls.map(() => 0) as readonly number[] }
  for (const [index, act] of plan.acts.entries()) {
    const end = ends[index]!
    for (const { offset, step } of accepted)
      if (offset >= before.registry && offset < end.registry) steps.push(step)
    for (const record of calls) {
      if (record.offset < before.calls[record.partition]! || record.offset >= end.calls[record.partition]!)
        continue
      for (const { text, fault } of eventsOf(record)) {
        const code = sends.refusals.get(text) ?? fault
        if (code !== undefined) {
          refuse(text, code)
          continue
        }
        const { source, id } = JSON.parse(text)
        const call = sends.known.get(JSON.stringify([source, id]))
        if (call === undefined) throw new Error(`no producer was meant to send ${text}`)
        steps.push({ step: 'call', call })
      }
    }
    for (const until of act.closes) steps.push({ step: 'close', until })
    before = end
  }
  const open = new Map([...refused].filter(([id]) => !closed.has(id)))
  return { epochs: new Reference().run(steps), refused, open }
}

/**
 * The registry events that the rules accept, in order, each with its first place. `closed` takes in the refusals of
 * events that were accepted later: a release may have come before the contributions that it shares with.
 */
async function judgedRegistry(
  plan: Plan,
  records: readonly TopicRecord[],
  refuse: (text: string, code: string) => string,
  closed: Set<string>,
): Promise<{ offset: number; step: ReferenceStep }[]> {
  const lines = records.flatMap((record) =>
    eventsOf(record).map(({ text }) => ({ text, offset: record.offset })),
  )
  const { requests } = await createMemoryIngest()
  const input = chunksOf(lines.map(({ text }) => `${text}\n`).join(''))
  const report = await requests.ingestStream(input, { origin: 'topic' })
  const faults = new Map(report.rejected.map(({ line, code }) => [line, code]))
  if (report.rejectedCount !== faults.size) throw new Error('more is refused than the report names')
  const seen = new Set<string>()
  const waiting = new Map<string, string[]>()
  const accepted: { offset: number; step: ReferenceStep }[] = []
  for (const [at, { text, offset }] of lines.entries()) {
    const code = faults.get(at + 1)
    if (code !== undefined) {
      waiting.set(text, [...(waiting.get(text) ?? []), refuse(text, code)])
      continue
    }
    for (const refusal of waiting.get(text) ?? []) closed.add(refusal)
    const { id } = JSON.parse(text) as { id: string }
    if (!seen.has(id)) accepted.push({ offset, step: plan.sends.steps.get(id)! })
    seen.add(id)
  }
  return accepted
}

/** The events in a message, and the code if the API has already refused one. */
function eventsOf({ value, headers }: TopicRecord): { text: string; fault?: string }[] {
  if (value === null) return [{ text: '' }]
  const fault = headers['headwater-fault']
  if (fault !== undefined) return [{ text: value, fault: JSON.parse(fault).code }]
  // In binary mode: its names are enough to find the rest.
  const { ce_source: source, ce_id: id } = headers
  if (id !== undefined) return [{ text: JSON.stringify({ source, id }) }]
  if (headers['content-type'] === 'application/x-ndjson') return value.split('\n').map((text) => ({ text }))
  if (!value.startsWith('[')) return [{ text: value }]
  // Every text is as JSON.stringify writes it.
  return JSON.parse(value).map((event: object) => ({ text: JSON.stringify(event) }))
}

/** Everything in the topics, in the order of topic, partition and offset. */
export async function readTopics(kafka: Kafka, topics: readonly string[]): Promise<TopicRecord[]> {
  const admin = kafka.admin()
  await admin.connect()
  const known = await admin.listTopics()
  const there = topics.filter((topic) => known.includes(topic))
  const missing = new Set<string>()
  for (const topic of there) {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic))
      if (Number(high) > 0) missing.add(`${topic} ${partition} ${Number(high) - 1}`)
  }
  await admin.disconnect()
  const records: TopicRecord[] = []
  if (missing.size === 0) return records
  const done = Promise.withResolvers<void>()
  const consumer = kafka.consumer({ groupId: `reader ${topics.join(' ')}`, maxWaitTimeInMs: 50 })
  await consumer.connect()
  await consumer.subscribe({ topics: [...there], fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    async eachMessage({ topic, partition, message }) {
      const headers = Object.entries(message.headers ?? {}).map(([name, text]) => [name, String(text)])
      records.push({
        topic,
        partition,
        offset: Number(message.offset),
        key: String(message.key),
        value: message.value === null ? null : message.value.toString(),
        headers: Object.fromEntries(headers),
      })
      missing.delete(`${topic} ${partition} ${message.offset}`)
      if (missing.size === 0) done.resolve()
    },
  })
  await done.promise
  await consumer.disconnect()
  const order = ({ topic, partition, offset }: TopicRecord) =>
    `${topic} ${String(partition).padStart(4, '0')} ${String(offset).padStart(12, '0')}`
  return records.sort((one, other) => (order(one) < order(other) ? -1 : 1))
}
