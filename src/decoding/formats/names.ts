/** The names of the formats, without their readers, so that a command that only lists them does not load these. */

/** Formats of gateways. The table of readers does not compile without a reader for each. */
const gatewayFormats = ['litellm', 'otlp', 'langfuse', 'openrouter', 'x402', 'mpp'] as const
export type GatewayFormat = (typeof gatewayFormats)[number]

/** Requests of OTLP in protobuf, one an input. Their bytes do not show which they are. */
export const protobufFormats = ['otlp-protobuf-traces', 'otlp-protobuf-logs'] as const
export type ProtobufFormat = (typeof protobufFormats)[number]

/** Every format that an input can have; `auto` looks at the input. */
export const inputFormats = [
  'auto',
  'cloudevents',
  ...gatewayFormats,
  ...protobufFormats,
  'csv',
  'json',
] as const
export type InputFormat = (typeof inputFormats)[number]
