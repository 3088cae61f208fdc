/** Packs events into what a producer sends at once: messages of every form, or bodies for the API. */
import type { Random } from '../../test/support/random.ts'
import type { ReferenceCall } from '../../test/support/reference.ts'

export interface PlannedMessage {
  readonly topic: 'registry' | 'calls'
  readonly partition: number
  readonly value: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** One send: messages to Kafka, or a body to the API, which makes messages of it. */
export type Chunk =
  | { readonly waitMs: number; readonly messages: readonly PlannedMessage[] }
  | { readonly waitMs: number; readonly body: string }

/** One producing process. It waits a little, sends a chunk, waits until the chunk is durable, and continues. */
export interface Sender {
  readonly name: string
  readonly chunks: readonly Chunk[]
}

export type Way = 'straight' | 'through the API'

export interface Item {
  readonly text: string
  readonly partition: number
  /** The event as a message in binary mode, if it can be one. */
  readonly call?: ReferenceCall
}

export const callPartitions = 4
const chunkItemsMax = 10
/** About the total time that a producer waits: it sends as long as faults come. */
const sendingMs = 4_000

interface Sending {
  readonly name: string
  readonly topic: PlannedMessage['topic']
  readonly way: Way
}

export function packed(random: Random, items: readonly Item[], { name, topic, way }: Sending): Sender {
  const shares: (readonly Item[])[] = []
  for (let at = 0; at < items.length; ) {
    const count = 1 + random.int(chunkItemsMax)
    shares.push(items.slice(at, at + count))
    at += count
  }
  const waitMsMax = Math.ceil((2 * sendingMs) / shares.length)
  const chunks = shares.map((share): Chunk => {
    const waitMs = random.int(waitMsMax)
    if (way === 'straight') return { waitMs, messages: messagesOf(random, topic, share) }
    // In lines, an empty line is not an event.
    const lines = share.filter(({ text }) => text !== '').map(({ text }) => `${text}\n`)
    return { waitMs, body: lines.join('') || 'no JSON\n' }
  })
  return { name, chunks }
}

/** Events for one partition stay in order, alone or several in a message. */
function messagesOf(
  random: Random,
  topic: PlannedMessage['topic'],
  items: readonly Item[],
): PlannedMessage[] {
  const messages: PlannedMessage[] = []
  for (let partition = 0; partition < callPartitions; partition++) {
    const own = items.filter((item) => item.partition === partition)
    while (own.length > 0) {
      const taken = own.splice(0, random.chance(0.4) ? 1 + random.int(6) : 1)
      const texts = taken.map(({ text }) => text)
      messages.push({
        topic,
        partition,
        ...(taken.length === 1 ? alone(random, taken[0]!) : together(random, texts)),
      })
    }
  }
  return messages
}

function alone(random: Random, { text, call }: Item): Pick<PlannedMessage, 'value' | 'headers'> {
  if (text === '') return { value: null }
  if (call === undefined || random.chance(0.7)) return { value: text }
  const { data, ...attributes } = JSON.parse(text) as { data: object; [name: string]: unknown }
  const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)])
  return {
    value: JSON.stringify(data),
    headers: { 'content-type': 'application/json', ...Object.fromEntries(headers) },
  }
}

function together(random: Random, texts: readonly string[]): Pick<PlannedMessage, 'value' | 'headers'> {
  const filled = texts.filter((text) => text !== '')
  const asLines = filled.some((text) => !text.startsWith('{')) || random.chance(0.3)
  const value = asLines ? filled.join('\n') : `[${filled.join(',')}]`
  return asLines ? { value, headers: { 'content-type': 'application/x-ndjson' } } : { value }
}
