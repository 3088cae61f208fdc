/** What the reader of token counts takes and gives. */

export type TokenClass = 'input' | 'output' | 'cacheRead' | 'cacheWrite'

/** A count as the record has it. */
export interface StatedCount {
  /** In its dialect: `prompt_tokens`, `prompt_tokens_details.cached_tokens`, `gen_ai.usage.input_tokens`. */
  readonly name: string
  /** JSON pointer, for errors. */
  readonly path: string
  readonly value: unknown
}

/** By token class, what it came from. */
export type TokensFrom = Readonly<Record<string, string>>

/** How a mapping or a dialect fixes what the counts leave open. */
export interface UsageRules {
  /** Fixed by the mapping. Undefined: the stated total decides, else the dialect. */
  readonly inputIncludesCache?: boolean | undefined
  readonly outputIncludesReasoning?: boolean | undefined
  /** Classes of single names, whole or without what is before their last point. These counts are in no other count. */
  readonly tokenClasses?: Readonly<Record<string, TokenClass | 'ignore'>> | undefined
  /** What the dialect means where no total decides. Undefined: what the names mean by their convention. */
  readonly defaults?:
    | {
        readonly inputIncludesCache?: boolean | undefined
        readonly outputIncludesReasoning?: boolean | undefined
        /** Names are free words, and each is a count of its own, as Langfuse's usage types are. */
        readonly freeNames?: boolean | undefined
      }
    | undefined
  /** Whether the reading says what each class came from. */
  readonly explains?: boolean | undefined
}

export interface UsageReading {
  readonly tokens: { readonly [Class in TokenClass]?: number | undefined }
  /** Which reading was taken, and by what, where there were several: `input includes cache, by total`. */
  readonly reading?: string
  /** False: there is no count above 0. */
  readonly usable: boolean
  readonly from?: TokensFrom
}
