/** The names of the formats, without their readers, so that a command that only lists them does not load these. */

/** Formats of gateways. The table of readers does not compile without a reader for each. */
const gatewayFormats = ['litellm', 'otlp', 'langfuse', 'openrouter'] as const
export type GatewayFormat = (typeof gatewayFormats)[number]

/** Every format that an input can have; `auto` looks at the input. */
export const inputFormats = ['auto', 'cloudevents', ...gatewayFormats, 'csv', 'json'] as const
export type InputFormat = (typeof inputFormats)[number]
