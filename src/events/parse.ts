/** One event of the wire, judged by its shape alone: what the registry knows plays no part here. */
import type { z } from 'zod'
import { fail } from '../errors.ts'
import { decoded } from './coded.ts'
import type { CallData, CallEvent, EventData, RegistryWireEvent, WireEvent } from './events.ts'
import { checkRules } from './rules.ts'
import { dataSchemas, type EventType, envelopeSchema } from './schemas.ts'
import { tidy } from './tidy.ts'

export type { CallData, CallEvent, RegistryWireEvent, WireEvent } from './events.ts'

export const callType = 'io.headwater.call.metered'

/**
 * A CloudEvents 1.0 JSON value to an event with everything validated and normalised: times in microseconds, shares in
 * parts per billion, EVM addresses in lower case, amounts without trailing zeros, absent fields left out.
 * @throws HeadwaterError with the JSON pointer of the first fault: `event.*`, `text.*`, `time.*`, `amount.malformed`,
 *   `share.*`, `units.malformed`, `tokens.malformed`, the codes of names, chains and addresses, and those of rules.ts
 */
export function parseEvent(value: unknown): WireEvent {
  const { source, id, time, type } = read(envelopeSchema, value, '')
  if (!isEventType(type)) {
    fail(
      'event.unknownType',
      `${JSON.stringify(type.slice(0, 100))} is no type of event that Headwater knows.`,
      { path: '/type' },
    )
  }
  const data = tidy(read(dataSchemas[type], (value as { data?: unknown }).data, '/data'))
  checkRules(type, data)
  if (type === callType) {
    return { type, source, id, time, data: callData(data as EventData<typeof callType>) }
  }
  return { type, source, id, time, data } as RegistryWireEvent
}

/** Whether the event is a call; every other one is for the registry. */
export function isCall(event: WireEvent): event is CallEvent {
  return event.type === callType
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(dataSchemas, type)
}

function callData(data: EventData<typeof callType>): CallData {
  const { amount, ...rest } = data
  return amount === undefined
    ? rest
    : { ...rest, amount: amount.text, amountFractionDigits: amount.fractionDigits }
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown, root: string): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const path =
    root + issue.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  const found = valueAt(value, issue.path)
  if (found === undefined || found === null) {
    fail('event.missing', path === '' ? 'There is no event here.' : `${path} is missing.`, { path })
  }
  const { code, sentence } = decoded(issue.message)
  fail(code, sentence, { path })
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value
  for (const step of path) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step]
  return at
}
