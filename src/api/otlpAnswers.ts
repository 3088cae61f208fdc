/**
 * The answers of an OTLP/HTTP receiver, in JSON and in protobuf: https://opentelemetry.io/docs/specs/otlp/. They have two
 * fields each, so they are written here by hand.
 */
import { z } from 'zod'

/** What a request to one of the three paths brings, and what its answer calls that. */
export const signals = {
  traces: { one: 'span', rejected: 'rejectedSpans' },
  logs: { one: 'log record', rejected: 'rejectedLogRecords' },
  metrics: { one: 'data point', rejected: 'rejectedDataPoints' },
} as const
export type Signal = keyof typeof signals

export const protobufMediaTypes = ['application/x-protobuf', 'application/protobuf'] as const

const partialSuccess = {
  errorMessage: z.string().optional().describe('Which were refused, and why'),
}
const rejectedCount = z.string().optional().describe('A whole number, as text')

export const exportResponse = z
  .object({
    partialSuccess: z
      .object({
        rejectedSpans: rejectedCount,
        rejectedLogRecords: rejectedCount,
        rejectedDataPoints: rejectedCount,
        ...partialSuccess,
      })
      .optional()
      .describe('Left out where everything was taken'),
  })
  .meta({ id: 'OtlpExportResponse' })

export const rpcStatus = z
  .object({
    code: z
      .number()
      .int()
      .describe('Of gRPC: 3 for a request that can’t be decoded, 14 for one to send again'),
    message: z.string().describe('What went wrong, and what to do'),
  })
  .meta({ id: 'OtlpStatus' })

export interface Partial {
  readonly rejected: number
  readonly message: string
}

/** @param partial left out where everything was taken */
export function exportAnswer(signal: Signal, partial: Partial | undefined, isProtobuf: boolean): Buffer {
  if (!isProtobuf) {
    const rejected = partial && { [signals[signal].rejected]: String(partial.rejected) }
    const partialSuccess = partial && { ...rejected, errorMessage: partial.message }
    return Buffer.from(JSON.stringify({ partialSuccess }))
  }
  if (partial === undefined) return Buffer.alloc(0)
  const inner = Buffer.concat([integerField(1, partial.rejected), textField(2, partial.message)])
  return bytesField(1, inner)
}

export function statusAnswer(code: number, message: string, isProtobuf: boolean): Buffer {
  if (!isProtobuf) return Buffer.from(JSON.stringify({ code, message }))
  return Buffer.concat([integerField(1, code), textField(2, message)])
}

function integerField(number: number, value: number): Buffer {
  return value === 0 ? Buffer.alloc(0) : Buffer.concat([varint(number << 3), varint(value)])
}

function textField(number: number, text: string): Buffer {
  return bytesField(number, Buffer.from(text))
}

function bytesField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Buffer.from([...bytes, rest])
}
