/** Parses one event from outside and judges its shape alone, without the registry. */
import type { z } from 'zod'
import { nearTexts } from '../base/nearTexts.ts'
import { fail } from '../errors.ts'
import { decoded } from './coded.ts'
import type { EventDefinition } from './definition.ts'
import { envelopeSchema } from './envelope.ts'
import { eventData } from './eventData.ts'
import { plainCall } from './plainCall.ts'
import { plainEvent } from './plainEvent.ts'
import { plainRow } from './plainRow.ts'
import { quoted } from './text.ts'
import { tidy } from './tidy.ts'
import { eventDefinitions, isEventType, type WireEvent } from './types.ts'

/**
 * Turns a CloudEvents 1.0 JSON value into an event, validated and normalised: times in microseconds, shares in parts
 * per billion, EVM addresses in lower case, amounts without trailing zeros, absent fields left out.
 * @throws HeadwaterError with the JSON pointer of the first fault: `event.*`, `text.*`, `time.*`, `amount.malformed`,
 *   `share.*`, `units.malformed`, `tokens.malformed`, the codes of names, chains and addresses, and those of the type's
 *   own rules
 */
export function parseEvent(value: unknown): WireEvent {
  return plainCall(value) ?? plainRow(value) ?? plainEvent(value) ?? parseBySchema(value)
}

/** `parseEvent` without the short ways, to which tests compare it. */
export function parseBySchema(value: unknown): WireEvent {
  const { source, id, time, type } = read(envelopeSchema, value, '')
  if (!isEventType(type)) {
    fail('event.unknownType', typeSentence(type), { path: '/type' })
  }
  const { schema, check, finish } = eventDefinitions[type] as EventDefinition<z.ZodType, unknown>
  const data = tidy(read(schema, eventData(value as object), '/data'))
  check?.(data)
  return { type, source, id, time, data: finish === undefined ? data : finish(data) } as WireEvent
}

function typeSentence(type: string): string {
  const [near] = nearTexts(type.slice(0, 100), Object.keys(eventDefinitions))
  const meant = near === undefined ? '' : ` ${near} is one.`
  return `${quoted(type)} is not an event type that Headwater knows.${meant}`
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown, root: string): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const path =
    root + issue.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  const found = valueAt(value, issue.path)
  if (found === undefined || found === null) {
    fail(
      'event.missing',
      path === '' ? 'There is no event here.' : missingSentence(value, issue.path, path),
      {
        path,
      },
    )
  }
  const { code, sentence } = decoded(issue.message)
  fail(code, sentence, { path })
}

/** With the field beside it that is spelt nearly the same: `Amount`, `assets`. */
function missingSentence(value: unknown, steps: readonly PropertyKey[], path: string): string {
  const beside = valueAt(value, steps.slice(0, -1))
  const name = String(steps.at(-1))
  const names = typeof beside === 'object' && beside !== null ? Object.keys(beside).slice(0, namesMax) : []
  const near = names.find((other) => other.toLowerCase() === name.toLowerCase()) ?? nearTexts(name, names)[0]
  if (near === undefined || near === name) return `${path} is missing.`
  return `${path} is missing. The field ${quoted(near)} is spelt nearly the same.`
}

/** Fields beside a missing one that are compared with it. */
const namesMax = 100

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value
  for (const step of path) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step]
  return at
}
