/** An event that Headwater records about itself: its type and the schema of its data, each written once. */
import type { z } from 'zod'
import type { NewEvent, RecordedEvent } from '../eventstore/port.ts'
import { failDamagedEvent } from './damagedEvent.ts'

export class OwnEvent<Data> {
  readonly type: string
  readonly #schema: z.ZodType<Data>

  constructor(type: string, schema: z.ZodType<Data>) {
    this.type = type
    this.#schema = schema
  }

  /** The event to append. Its data is stored as given, in the order of its keys. */
  create(id: string, data: Data): NewEvent {
    return { id, type: this.type, data }
  }

  /** @throws HeadwaterError `data.damaged` where the data does not match the schema */
  read(event: RecordedEvent): Data {
    return readData(event, this.#schema)
  }

  /** Data that comes from outside, or the first fault of it. */
  parse(data: unknown): { readonly data: Data } | { readonly fault: string } {
    const parsed = this.#schema.safeParse(data)
    return parsed.success ? { data: parsed.data } : { fault: faultOf(parsed.error) }
  }
}

/** Data of an event, derived from its schema. */
export type DataOf<Event> = Event extends OwnEvent<infer Data> ? Data : never

/** @throws HeadwaterError `data.damaged` where the data does not match the schema */
export function readData<Data>(event: RecordedEvent, schema: z.ZodType<Data>): Data {
  const parsed = schema.safeParse(event.data)
  if (parsed.success) return parsed.data
  return failDamagedEvent(event, faultOf(parsed.error))
}

function faultOf(error: z.ZodError): string {
  const { path, message } = error.issues[0]!
  return `${path.map((part) => `/${String(part)}`).join('')} ${message}`
}
