/** Traces as this code needs them: spans by name, joined by W3C `traceparent` texts. */

export interface SpanOptions {
  /** `traceparent` of the span that this one is part of; none, or one that can't be read: a trace begins here. */
  readonly parent?: string | undefined
  /** `traceparent`s of other spans that led to this one. */
  readonly links?: readonly string[]
  readonly kind?: 'server' | 'producer' | 'consumer' | 'internal'
  readonly attributes?: SpanAttributes
  /** Milliseconds since 1970, where it began earlier than now. */
  readonly startMs?: number
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

export interface Span {
  /** To hand on; undefined where no traces are kept. */
  readonly traceparent: string | undefined
  set(attributes: SpanAttributes): void
  /** @param error why it failed, where it did */
  end(error?: unknown): void
}

export interface Tracing {
  begin(name: string, options?: SpanOptions): Span
  /** Sends what waits, as far as that takes no more than seconds. */
  shutdown(): Promise<void>
}

const noSpan: Span = { traceparent: undefined, set() {}, end() {} }

/** Where no collector is configured. */
export const noTracing: Tracing = { begin: () => noSpan, async shutdown() {} }

/** Whether whoever began the trace keeps it. */
export function isSampled(traceparent: string | undefined): traceparent is string {
  return traceparent !== undefined && (Number.parseInt(traceparent.slice(53, 55), 16) & 1) === 1
}
