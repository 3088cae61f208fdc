/** A collector of traces: takes OTLP/HTTP in JSON and keeps the spans. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface ReceivedSpan {
  readonly name: string
  readonly service: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly kind: number
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  readonly failed: boolean
}

export interface OtlpReceiver extends AsyncDisposable {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string
  readonly spans: readonly ReceivedSpan[]
  named(name: string): ReceivedSpan[]
}

interface Attribute {
  readonly key: string
  readonly value: {
    stringValue?: string
    intValue?: number | string
    doubleValue?: number
    boolValue?: boolean
  }
}

interface WireSpan extends Omit<ReceivedSpan, 'attributes' | 'service' | 'links' | 'failed'> {
  readonly attributes?: readonly Attribute[]
  readonly links?: ReceivedSpan['links']
  readonly status?: { readonly code?: number }
}

interface Wire {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[]
  }[]
}

const errorStatus = 2

/** @param status what it answers; but for 200 it keeps nothing */
export async function startOtlpReceiver(status = 200): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (request.url !== '/v1/traces' || status !== 200) {
      response.writeHead(status === 200 ? 404 : status).end()
      return
    }
    spans.push(...spansOf(JSON.parse(Buffer.concat(parts).toString('utf8'))))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    named: (name) => spans.filter((span) => span.name === name),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function* spansOf({ resourceSpans }: Wire): Generator<ReceivedSpan> {
  for (const { resource, scopeSpans } of resourceSpans) {
    const service = String(plain(resource.attributes)['service.name'])
    for (const { spans } of scopeSpans) {
      for (const { attributes = [], links = [], status, ...span } of spans)
        yield { ...span, service, links, attributes: plain(attributes), failed: status?.code === errorStatus }
    }
  }
}

function plain(attributes: readonly Attribute[]): ReceivedSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const number = value.intValue ?? value.doubleValue
      return [key, value.stringValue ?? value.boolValue ?? Number(number)]
    }),
  )
}
