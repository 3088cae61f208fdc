/** What a dialect of spans and log records is, and what its attributes may mean. */

/** The attribute, and where it differs, the name that it has for the reader of usage. */
export type Count = string | readonly [attribute: string, name: string]

export interface Dialect {
  readonly name: string
  readonly versions: string
  readonly source: string
  /** Its attributes count only in spans and events whose name begins so: they are too general for others. */
  readonly within?: string
  readonly attributes: { readonly [Name in Meaning]?: readonly string[] }
  readonly counts?: readonly Count[]
  /** Attributes that are objects as JSON text. Their fields are read as attributes with a longer name. */
  readonly objects?: readonly string[]
  /** Where no stated total decides; default: the input includes the cached tokens. */
  readonly inputIncludesCache?: false
}

/** What an attribute may say, except counts. */
export const meanings = [
  // Which kind of span it is, in the order in which the statements count.
  'refinedKind',
  'operation',
  'agentRun',
  'spanKind',
  'observationType',
  'aiOperation',
  'requestType',
  'entityKind',
  'eventName',
  // The call.
  'requestModel',
  'responseModel',
  'provider',
  'responseId',
  'requestId',
  'session',
  'sequence',
  'caller',
  'agent',
  'error',
  'level',
  // Its cost: a number, or JSON text with the field `total`.
  'cost',
  'costDetails',
  'currency',
  // Token counts as JSON text.
  'usageDetails',
  // What the provider itself answered, as JSON text.
  'providerMetadata',
  // Present where an event repeats what another one says.
  'repeats',
  // Signs of spans that are no inference.
  'tool',
  'http',
  'database',
  'rpc',
  'messaging',
] as const
export type Meaning = (typeof meanings)[number]

/** Kinds of tokens, which the input and the output include. */
export function modalities(attribute: (side: 'input' | 'output', kind: string) => string): Count[] {
  return ['text', 'audio', 'image', 'video'].flatMap((kind) =>
    (['input', 'output'] as const).map(
      (side) => [attribute(side, kind), `${side}_details.${kind}_tokens`] as const,
    ),
  )
}
