/** Sends to Kafka as spans. Each message has the `traceparent` of its send, so that the worker continues the trace. */
import type { EventProducer } from '../kafka/send/producer.ts'
import { noTracing, type Tracing } from './tracing.ts'

export function traceSends(producer: EventProducer, tracing: Tracing): EventProducer {
  if (tracing === noTracing) return producer
  return {
    get limits() {
      return producer.limits
    },
    async send(events, options = {}) {
      const { headers = {} } = options
      const span = tracing.begin('send to Kafka', { parent: headers.traceparent, kind: 'producer' })
      const { traceparent } = span
      try {
        const joined = traceparent === undefined ? headers : { ...headers, traceparent }
        await producer.send(events, { ...options, headers: joined })
        span.end()
      } catch (error) {
        span.end(error)
        throw error
      }
    },
    room: () => producer.room(),
    close: () => producer.close(),
  }
}
