/**
 * Learns what accounts have claimed. Logs say it as it happens, and the contract's own total of each token says whether a
 * log was missed: then every account is asked for. So it is where the chain was reorganized below what was read. Amounts
 * are cumulative, so what is learnt twice does no harm.
 */
import { claimsMax } from '../../log/publication/claimsSeen.ts'
import type { ClaimsRecord, ClaimTotals } from './answers.ts'
import type { Claimed, ClaimReader } from './port.ts'

interface FollowedLedger {
  totals(): Promise<ClaimTotals>
  record(record: Omit<ClaimsRecord, 'chain' | 'distributor'>): Promise<unknown>
  /** Accounts and tokens that roots of this distributor have leaves for. */
  leaves(): AsyncIterable<{ readonly account: string; readonly token: string }>
}

export interface Followed {
  /** Claims up to this block are in the ledger. */
  readonly block: number
  readonly claims: number
  /** Tokens of which every account was asked for, because a log was missed or the chain was reorganized. */
  readonly healed: readonly string[]
}

/** Blocks without a claim after which the place is noted all the same. */
const quietBlocksMax = 1_000
const readsOfBatch = 500

/**
 * @param from the block of the contract's first log, or one before it
 * @param tokens those that the contract pays
 */
export async function followClaims(
  reader: ClaimReader,
  ledger: FollowedLedger,
  from: number,
  tokens: readonly string[],
): Promise<Followed> {
  const known = await ledger.totals()
  const to = await reader.settledBlock()
  const start = known.block === null ? from : known.block + 1
  const isReached = known.block !== null && known.block <= to
  const isOtherBranch =
    isReached && known.hash !== undefined && (await reader.hashOf(known.block)) !== known.hash
  if (isReached && isOtherBranch) {
    await heal(reader, ledger, tokens, { to, until: { block: known.block, hash: known.hash } })
    return { block: to, claims: 0, healed: tokens }
  }
  if (to < start) return { block: known.block ?? from, claims: 0, healed: [] }
  const recorder = createRecorder(ledger, known.revision)
  const flush = async (block: number) => recorder.flush({ block, hash: await reader.hashOf(block) })
  for await (const claim of reader.claims(start, to)) {
    // More of this block may follow, so it is not done.
    if (recorder.isFull) await flush(Math.max(0, start - 1, claim.block - 1))
    recorder.add(claim)
  }
  if (recorder.size > 0 || known.block === null || to - known.block >= quietBlocksMax) await flush(to)
  const healed = await missedTokens(reader, ledger, tokens, to)
  if (healed.length > 0) await heal(reader, ledger, healed, { to })
  return { block: to, claims: recorder.count, healed }
}

/** How far claims are in the ledger, and the hash of that block: the branch from which they were read. */
interface Place {
  readonly block: number
  readonly hash: string | undefined
}

function createRecorder(ledger: FollowedLedger, revisionBefore: number) {
  const waiting = new Map<string, Claimed>()
  let revision = revisionBefore
  let count = 0
  return {
    get size() {
      return waiting.size
    },
    get count() {
      return count
    },
    get isFull() {
      return waiting.size >= claimsMax
    },
    add(claim: Claimed) {
      waiting.set(`${claim.account}${claim.token}`, claim)
    },
    async flush({ block, hash }: Place) {
      const claims = [...waiting.values()].map(({ account, token, cumulative }) => ({
        account,
        token,
        cumulative: cumulative.toString(),
      }))
      await ledger.record({ revision, block, hash, claims })
      revision++
      count += claims.length
      waiting.clear()
    },
  }
}

/** Tokens whose claims do not add up to what the contract has counted. */
async function missedTokens(
  reader: ClaimReader,
  ledger: FollowedLedger,
  tokens: readonly string[],
  block: number,
): Promise<string[]> {
  const { totals } = await ledger.totals()
  const there = await reader.claimedTotals(tokens, block)
  return tokens.filter((token) => {
    const known = totals.find((one) => one.token === token)?.claimed ?? '0'
    return BigInt(known) !== there.get(token)
  })
}

/**
 * Asks for every account.
 * @param at `to`: at which block. `until`: the place that stays noted until all is in the ledger, so that a heal that ends
 * half-way is done again; default: the new one, where totals that differ say so.
 */
async function heal(
  reader: ClaimReader,
  ledger: FollowedLedger,
  tokens: readonly string[],
  at: { readonly to: number; readonly until?: Place },
): Promise<void> {
  const { to } = at
  // Read first: where the chain leaves this branch meanwhile, the next look sees it.
  const healed = { block: to, hash: await reader.hashOf(to) }
  const { until = healed } = at
  const recorder = createRecorder(ledger, (await ledger.totals()).revision)
  let batch: { readonly account: string; readonly token: string }[] = []
  const read = async () => {
    const claimed = await reader.claimedOf(batch, to)
    for (const [i, leaf] of batch.entries()) {
      if (recorder.isFull) await recorder.flush(until)
      recorder.add({ ...leaf, cumulative: claimed[i]!, block: to })
    }
    batch = []
  }
  for await (const { account, token } of ledger.leaves()) {
    if (!tokens.includes(token)) continue
    batch.push({ account, token })
    if (batch.length === readsOfBatch) await read()
  }
  await read()
  // Also where no account has a leaf: the block is noted.
  await recorder.flush(healed)
}
