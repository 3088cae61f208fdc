/** How a request to one endpoint fails. The kind decides what comes next: another endpoint, a pause, or a smaller request. */
import type { ErrorCode } from '../../errors.ts'

type FailureKind =
  /** No answer, or one that says that the server is ill. */
  | 'unreachable'
  /** It asks for a pause. */
  | 'limited'
  /** It refuses the range of blocks, or its answer is too large: ask for less. */
  | 'range'
  /** It refuses several requests in one. */
  | 'batch'
  /** It does not have the block (yet). */
  | 'behind'
  /** What it answers can't be true. */
  | 'wrong'
  /** Its block is not the child of one that is known: perhaps a reorg. */
  | 'fork'
  /** Two endpoints contradict each other. */
  | 'differ'
  /** It refuses the request itself. */
  | 'refused'
  /** The contract refuses the call: another endpoint would answer the same. */
  | 'reverted'
  /** The block has something of which no proof is known. */
  | 'unprovable'

/** The error of each kind, the worst first: where several endpoints fail, the worst counts. */
export const failureCodes = {
  fork: 'chain.unconfirmed',
  differ: 'chain.endpointsDiffer',
  wrong: 'chain.answerWrong',
  unprovable: 'chain.unprovable',
  reverted: 'chain.refused',
  refused: 'chain.refused',
  batch: 'chain.refused',
  range: 'chain.rangeRefused',
  behind: 'chain.blockMissing',
  limited: 'chain.limited',
  unreachable: 'chain.unreachable',
} as const satisfies Readonly<Record<FailureKind, ErrorCode>>

interface FailureDetails {
  /** How long it asks to wait. */
  readonly waitMs?: number
  /** How many blocks it says that it takes. */
  readonly blocksMax?: number
  /** Its error as JSON-RPC. */
  readonly answered?: RpcError
}

export interface RpcError {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

export class EndpointFailure extends Error {
  override readonly name = 'EndpointFailure'
  readonly kind: FailureKind
  readonly details: FailureDetails

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message)
    this.kind = kind
    this.details = details
  }
}

export function failRequest(kind: FailureKind, message: string, details?: FailureDetails): never {
  throw new EndpointFailure(kind, message, details)
}
