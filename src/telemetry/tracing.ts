/** The port of traces: spans by name, joined by W3C `traceparent` texts. */

export interface SpanOptions {
  /** `traceparent` of the span that this one is part of. Without it, or if it is malformed, a new trace begins. */
  readonly parent?: string | undefined
  /** `traceparent`s of other spans that led to this one. */
  readonly links?: readonly string[]
  readonly kind?: 'server' | 'producer' | 'consumer' | 'internal'
  readonly attributes?: SpanAttributes
  /** Milliseconds since 1970, if it began earlier than now. */
  readonly startMs?: number
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

export interface Span {
  /** To pass on; undefined if no traces are kept. */
  readonly traceparent: string | undefined
  set(attributes: SpanAttributes): void
  /** @param error why it failed, if it did */
  end(error?: unknown): void
}

export interface Tracing {
  begin(name: string, options?: SpanOptions): Span
  /** Sends the spans that wait, for a few seconds at most. */
  shutdown(): Promise<void>
}

const noSpan: Span = { traceparent: undefined, set() {}, end() {} }

/** Keeps no traces: for a process without a collector. */
export const noTracing: Tracing = { begin: () => noSpan, async shutdown() {} }

/** Whether the process that began the trace keeps it. */
export function isSampled(traceparent: string | undefined): traceparent is string {
  return traceparent !== undefined && (Number.parseInt(traceparent.slice(53, 55), 16) & 1) === 1
}
