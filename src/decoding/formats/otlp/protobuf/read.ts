/** Reads a request of OTLP in protobuf. What is refused of it is kept as JSON, which a replay reads. */
import { faultOf } from '../../../../errors.ts'
import { rawCutBytes } from '../../../limits.ts'
import { type MappedEvent, withRaw } from '../../mapped.ts'
import type { GatewayMapping } from '../../mapping.ts'
import type { ProtobufFormat } from '../../names.ts'
import { readOtlp } from '../index.ts'
import { partsOf, rawOf } from '../layouts.ts'
import { decodeProtobuf } from './decode.ts'
import {
  exportLogsServiceRequest,
  exportTraceServiceRequest,
  type Message,
  readLogs,
  readTraces,
} from './messages.ts'

interface Messages {
  /** Everything that is kept of a refused part. */
  readonly whole: Message
  /** What is read of every part. */
  readonly read: Message
}

const messages: Readonly<Record<ProtobufFormat, Messages>> = {
  'otlp-protobuf-traces': { whole: exportTraceServiceRequest, read: readTraces },
  'otlp-protobuf-logs': { whole: exportLogsServiceRequest, read: readLogs },
}

export function protobufReader(format: ProtobufFormat, mapping: GatewayMapping) {
  const { whole, read } = messages[format]
  return function* (bytes: Buffer, start: number, end: number): Generator<MappedEvent> {
    const undecoded = () =>
      JSON.stringify({ base64: bytes.toString('base64', start, Math.min(end, start + rawCutBytes)) })
    let request: unknown
    try {
      request = decodeProtobuf(bytes, start, end, read)
    } catch (error) {
      yield { fault: faultOf(error), raw: undecoded() }
      return
    }
    let parts: ReturnType<typeof partsOf> | undefined
    const textOf = (kind: 'spans' | 'logs', index: number) => {
      try {
        parts ??= partsOf(decodeProtobuf(bytes, start, end, whole))
        return rawOf(parts[kind][index]!)
      } catch {
        // What is not read of the request may be damaged.
        return undecoded()
      }
    }
    yield* readOtlp(request, mapping, (event, kind, index) => withRaw(event, () => textOf(kind, index)))
  }
}
