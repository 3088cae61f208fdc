/** Pages of events as bytes, made from events as values: for a store whose client gives values. */
import { jsonText } from './jsonText.ts'
import type { EventTexts, RecordedEvent } from './port.ts'

/** A page ends at whichever limit comes first. */
const pageEventsMax = 1_000
const pageTextMax = 4 * 1024 * 1024

/** @param events of one stream, ascending */
export async function* textsOf(
  events: AsyncIterable<RecordedEvent> | Iterable<RecordedEvent>,
): AsyncGenerator<EventTexts> {
  let page: RecordedEvent[] = []
  let texts: string[] = []
  let length = 0
  for await (const event of events) {
    const follows = page.length === 0 || event.revision === page.at(-1)!.revision + 1
    if (!follows || page.length === pageEventsMax || length >= pageTextMax) {
      yield pageOf(page, texts)
      page = []
      texts = []
      length = 0
    }
    const text = jsonText(event.data)
    page.push(event)
    texts.push(text)
    length += text.length
  }
  if (page.length > 0) yield pageOf(page, texts)
}

function pageOf(events: readonly RecordedEvent[], texts: readonly string[]): EventTexts {
  const names = new Map<string, number>()
  const types = new Uint16Array(events.length)
  const starts = new Uint32Array(events.length)
  const ends = new Uint32Array(events.length)
  const positions = new Float64Array(events.length)
  const parts = texts.map((text) => Buffer.from(text))
  let at = 0
  for (const [index, { type, position }] of events.entries()) {
    if (!names.has(type)) names.set(type, names.size)
    types[index] = names.get(type)!
    positions[index] = position
    starts[index] = at
    at += parts[index]!.length
    ends[index] = at
  }
  const { stream, revision } = events[0]!
  return {
    stream,
    revision,
    positions,
    types,
    typeNames: [...names.keys()],
    bytes: Buffer.concat(parts),
    starts,
    ends,
  }
}
