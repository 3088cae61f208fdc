/** Reads a request of OTLP in protobuf. What is refused of it is kept as JSON, which a replay reads. */
import { faultOf } from '../../../../errors.ts'
import { rawCutBytes } from '../../../limits.ts'
import type { MappedEvent } from '../../mapped.ts'
import type { GatewayMapping } from '../../mapping.ts'
import type { ProtobufFormat } from '../../names.ts'
import { readOtlp } from '../index.ts'
import { decodeProtobuf } from './decode.ts'
import { exportLogsServiceRequest, exportTraceServiceRequest, type Message } from './messages.ts'

const messages: Readonly<Record<ProtobufFormat, Message>> = {
  'otlp-protobuf-traces': exportTraceServiceRequest,
  'otlp-protobuf-logs': exportLogsServiceRequest,
}

export function protobufReader(format: ProtobufFormat, mapping: GatewayMapping) {
  const message = messages[format]
  return function* (bytes: Buffer, start: number, end: number): Generator<MappedEvent> {
    let request: unknown
    try {
      request = decodeProtobuf(bytes, start, end, message)
    } catch (error) {
      const cut = bytes.subarray(start, Math.min(end, start + rawCutBytes))
      yield { fault: faultOf(error), raw: JSON.stringify({ base64: cut.toString('base64') }) }
      return
    }
    yield* readOtlp(request, mapping, false)
  }
}
