/**
 * EigenLayer's RewardsCoordinator, a tree in two levels. An account's tokens, ascending, are the leaves
 * `keccak256(1 ‖ token ‖ cumulative)` of a tree of its own; the accounts, ascending, are the leaves
 * `keccak256(0 ‖ account ‖ root of its tokens)` of the tree whose root is published. A node is the hash of its children
 * as they stand, and a claim names the places of both leaves. Both trees are filled up with zeros to a power of two.
 */
import { readHex, writeHex } from '../../base/hex.ts'
import { keccak256 } from '../../keccak/index.ts'
import { encodedAt, encodedChunks, encodedLeaf, encodedLeafBytes } from '../encodedLeaf.ts'
import { fail } from '../fail.ts'
import { nodeBytes } from '../hashing.ts'
import type { PayoutLeaf } from '../leaf.ts'
import { addressBytes } from '../leafBytes.ts'
import { requireIndex } from '../leafErrors.ts'
import type { NodesAndLeaves } from '../nodesAndLeaves.ts'
import { padded } from '../shapes/padded.ts'
import { nodeAt, proveHash, readSiblings, rootAbove, sameBytes } from '../siblings.ts'
import { type DumpWithProofs, dumpWithProofs } from './dumpWithProofs.ts'
import { hashesOfChunks, joinedBytes, keccakOfEach } from './evmLeaves.ts'
import type { EvmTreeFormat, LeafHasher } from './format.ts'

/** What `processClaim` takes, a token at a time. The contract takes each proof's nodes joined to one `bytes`. */
export interface EigenLayerProof {
  /** Place of the token among those of the account. */
  readonly tokenIndex: number
  /** From the token's leaf to `tokenRoot`. */
  readonly proof: readonly string[]
  /** The root of the account's tokens: the contract's `earnerTokenRoot`. */
  readonly tokenRoot: string
  /** Place of the account among all. */
  readonly earnerIndex: number
  /** From the account's leaf to the root that is published. */
  readonly earnerProof: readonly string[]
}

const tokenLeafBytes = 1 + addressBytes + 32
const earnerLeafBytes = 1 + addressBytes + nodeBytes

export const eigenlayer: EvmTreeFormat<PayoutLeaf, EigenLayerProof, DumpWithProofs> = {
  kind: 'cumulative',
  shape: padded,
  isGrouped: true,
  isOfOneToken: false,

  hasher,

  leafHashes(leaves) {
    requireOrder(leaves)
    return hashesOfChunks(hasher(), encodedChunks(leaves))
  },

  /** Of the account's tree of tokens. */
  leafHash: (leaf) => tokenHashes(encodedLeaf(leaf)),
  encodedHash: tokenHashes,

  prove(tree, index) {
    const { start, end, earnerIndex } = groupOf(tree, index)
    return proveToken(encodedGroup(tree.leaves.slice(start, end)), index - start, (hash) => ({
      earnerIndex,
      earnerProof: proveHash(tree, padded, { index: earnerIndex, hash, place: earnerIndex }),
    }))
  },

  rootOf(leaf, { tokenIndex, proof, tokenRoot, earnerIndex, earnerProof }) {
    requireIndex(tokenIndex, '/token')
    requireIndex(earnerIndex, '/earner')
    const tokens = new Uint8Array(nodeBytes)
    if (!readHex(tokenRoot, nodeBytes, tokens, 0))
      fail('proof.malformed', 'The root of the tokens is not 0x and 64 hex digits.', { path: '/tokenRoot' })
    const bytes = encodedLeaf(leaf)
    const earner = keccak256(earnerLeaf(bytes, tokens))
    const [siblings, earnerSiblings] = [readSiblings(proof), readSiblings(earnerProof, '/earnerProof')]
    const { rule } = padded
    const reached = rootAbove(tokenHashes(bytes), siblings, { rule, place: tokenIndex })
    if (reached === undefined || !sameBytes(reached, tokens)) return undefined
    return rootAbove(earner, earnerSiblings, { rule, place: earnerIndex })
  },

  dump: (tree) => dumpWithProofs('eigenlayer', eigenlayer, tree),
}

/**
 * The whole proof of one of an account's tokens.
 * @param group all of the account's leaves, as `encodedGroup` gives them
 * @param proveEarner proves the account's leaf, of which it gets the hash
 */
export function proveToken<Earner extends Pick<EigenLayerProof, 'earnerIndex' | 'earnerProof'>>(
  group: Uint8Array,
  tokenIndex: number,
  proveEarner: (hash: Uint8Array) => Earner,
): EigenLayerProof {
  const tokens = padded.arrange(tokenHashes(group))
  const hash = tokenHashes(group.subarray(tokenIndex * encodedLeafBytes, (tokenIndex + 1) * encodedLeafBytes))
  const proof = proveHash(tokens, padded, { index: tokenIndex, hash, place: tokenIndex })
  const root = nodeAt(tokens.nodes, 0)
  return {
    tokenIndex,
    proof,
    tokenRoot: writeHex(root, nodeBytes)[0]!,
    ...proveEarner(keccak256(earnerLeaf(group, root))),
  }
}

/** The leaves of one account, encoded. */
export function encodedGroup(leaves: readonly PayoutLeaf[]): Uint8Array {
  return joinedBytes([...encodedChunks(leaves)])
}

/** Chunks end anywhere: the last account of each waits until it is known to be whole. */
function hasher(): LeafHasher {
  let waiting: Uint8Array = new Uint8Array(0)
  const hashesOf = (groups: readonly Uint8Array[]) =>
    keccakOfEach(joinedBytes(groups.map((group) => earnerLeaf(group, tokenRootOf(group)))), earnerLeafBytes)
  return {
    add(encoded) {
      const groups = [...groupsOf(joinedBytes([waiting, encoded]))]
      waiting = groups.pop() ?? waiting
      return hashesOf(groups)
    },
    end: () => hashesOf(waiting.length > 0 ? [waiting] : []),
  }
}

/** The leaves of one account after those of the other. */
function* groupsOf(bytes: Uint8Array): Generator<Uint8Array> {
  let from = 0
  for (let at = encodedLeafBytes; at <= bytes.length; at += encodedLeafBytes) {
    if (at < bytes.length && sameBytes(accountOf(bytes, from), accountOf(bytes, at))) continue
    yield bytes.subarray(from, at)
    from = at
  }
}

/** Of the leaf that begins at `at`. */
function accountOf(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.subarray(at + encodedAt.account, at + encodedAt.account + addressBytes)
}

function tokenHashes(group: Uint8Array): Uint8Array {
  const count = group.length / encodedLeafBytes
  const leaves = new Uint8Array(count * tokenLeafBytes)
  for (let i = 0; i < count; i++) {
    const [from, to] = [i * encodedLeafBytes, i * tokenLeafBytes]
    leaves[to] = 1
    leaves.set(group.subarray(from + encodedAt.token, from + encodedLeafBytes), to + 1)
  }
  return keccakOfEach(leaves, tokenLeafBytes)
}

function tokenRootOf(group: Uint8Array): Uint8Array {
  return nodeAt(padded.arrange(tokenHashes(group)).nodes, 0)
}

function earnerLeaf(group: Uint8Array, tokenRoot: Uint8Array): Uint8Array {
  const leaf = new Uint8Array(earnerLeafBytes)
  leaf.set(accountOf(group, 0), 1)
  leaf.set(tokenRoot, 1 + addressBytes)
  return leaf
}

/** The leaves of the account of the leaf at `index`, and its place among the accounts. */
function groupOf({ leaves }: NodesAndLeaves<PayoutLeaf>, index: number) {
  const account = leaves[index]!.account.toLowerCase()
  let [start, end] = [index, index + 1]
  while (start > 0 && leaves[start - 1]!.account.toLowerCase() === account) start--
  while (end < leaves.length && leaves[end]!.account.toLowerCase() === account) end++
  return { start, end, earnerIndex: earnersOf(leaves)[index]! }
}

/** For each leaf the place of its account among the accounts: made at the first proof of a tree. */
const earners = new WeakMap<readonly PayoutLeaf[], Uint32Array>()

function earnersOf(leaves: readonly PayoutLeaf[]): Uint32Array {
  const made = earners.get(leaves)
  if (made !== undefined) return made
  const places = new Uint32Array(leaves.length)
  for (let i = 1; i < leaves.length; i++) {
    const isSame = leaves[i]!.account.toLowerCase() === leaves[i - 1]!.account.toLowerCase()
    places[i] = places[i - 1]! + (isSame ? 0 : 1)
  }
  earners.set(leaves, places)
  return places
}

/** The order in which EigenLayer's own tools take leaves. @throws HeadwaterError `tree.leavesUnordered` */
function requireOrder(leaves: Iterable<PayoutLeaf>): void {
  let last = ''
  let index = 0
  for (const { account, token } of leaves) {
    const key = `${String(account).toLowerCase()}/${String(token).toLowerCase()}`
    if (index > 0 && key <= last) {
      fail('tree.leavesUnordered', 'The leaves of this format ascend by account and token, each once.', {
        path: `/${index}`,
      })
    }
    last = key
    index++
  }
}
