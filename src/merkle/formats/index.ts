/** Every tree format by its name. To add one: a file beside this, and a line here. */
import { cw20 } from './cw20.ts'
import { eigenlayer } from './eigenlayer.ts'
import type { EvmTreeFormat, TreeFormat } from './format.ts'
import { jito } from './jito.ts'
import { merkl } from './merkl.ts'
import { oneinch } from './oneinch.ts'
import { openzeppelin } from './openzeppelin.ts'
import { saber } from './saber.ts'
import { sablier } from './sablier.ts'
import { uniswap } from './uniswap.ts'

// biome-ignore lint/suspicious/noExplicitAny: each format has leaves and proofs of its own.
type AnyEvmFormat = EvmTreeFormat<any, any>
// biome-ignore lint/suspicious/noExplicitAny: as above.
type AnyFormat = TreeFormat<any, any>

/** Formats of EVM chains: a close makes their trees. */
export const evmTreeFormats = {
  openzeppelin,
  merkl,
  eigenlayer,
  oneinch,
  uniswap,
  sablier,
} as const satisfies Record<string, AnyEvmFormat>

/** Formats of other chains: `headwater tree --format` makes their trees. */
const otherTreeFormats = { cw20, jito, saber } as const satisfies Record<string, AnyFormat>

export const treeFormats = { ...evmTreeFormats, ...otherTreeFormats }

export type EvmTreeFormatName = keyof typeof evmTreeFormats
export type TreeFormatName = keyof typeof treeFormats

export const evmTreeFormatNames = Object.keys(evmTreeFormats) as EvmTreeFormatName[]

type FormatOf<Name extends TreeFormatName> = (typeof treeFormats)[Name]
export type LeafOf<Name extends TreeFormatName> =
  FormatOf<Name> extends TreeFormat<infer Leaf, infer _> ? Leaf : never
export type ProofOf<Name extends TreeFormatName> =
  FormatOf<Name> extends TreeFormat<infer _, infer Proof> ? Proof : never

/** What `dump` of a tree returns, by the tree's format. */
export type TreeDump<Name extends TreeFormatName> = ReturnType<FormatOf<Name>['dump']>
