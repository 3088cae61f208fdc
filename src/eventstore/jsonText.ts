/** The data of an event as JSON text, for events that come by the million: it is written once, and not made a value. */
import { invariant } from '../invariant.ts'

/** A JSON document that is text already. `JSON.stringify` writes it as it writes the document's value. */
export class JsonText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toJSON(): unknown {
    return JSON.parse(this.text)
  }
}

/** The JSON text of an event's data. */
export function jsonText(data: unknown): string {
  if (data instanceof JsonText) return data.text
  const text = JSON.stringify(data)
  invariant(typeof text === 'string', 'the data of an event is a JSON document')
  return text
}
