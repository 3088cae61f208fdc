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
  if (to < start) return { block: known.block ?? from, claims: 0, healed: [] }
  const isOtherBranch =
    known.block !== null && known.hash !== undefined && (await reader.hashOf(known.block)) !== known.hash
  const recorder = createRecorder(ledger, (block) => reader.hashOf(block), known.revision)
  for await (const claim of reader.claims(start, to)) {
    // More of this block may follow, so it is not done.
    if (recorder.isFull) await recorder.flush(Math.max(start, claim.block) - 1)
    recorder.add(claim)
  }
  if (recorder.size > 0 || known.block === null || to - known.block >= quietBlocksMax)
    await recorder.flush(to)
  const healed = isOtherBranch ? tokens : await missedTokens(reader, ledger, tokens, to)
  if (healed.length > 0) await heal(reader, ledger, healed, to)
  return { block: to, claims: recorder.count, healed }
}

function createRecorder(
  ledger: FollowedLedger,
  hashOf: (block: number) => Promise<string | undefined>,
  revisionBefore: number,
) {
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
    async flush(block: number) {
      const claims = [...waiting.values()].map(({ account, token, cumulative }) => ({
        account,
        token,
        cumulative: cumulative.toString(),
      }))
      const place = Math.max(0, block)
      await ledger.record({ revision, block: place, hash: await hashOf(place), claims })
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

async function heal(
  reader: ClaimReader,
  ledger: FollowedLedger,
  tokens: readonly string[],
  block: number,
): Promise<void> {
  const hashOf = (at: number) => reader.hashOf(at)
  const recorder = createRecorder(ledger, hashOf, (await ledger.totals()).revision)
  let batch: { readonly account: string; readonly token: string }[] = []
  const read = async () => {
    const claimed = await reader.claimedOf(batch, block)
    for (const [i, leaf] of batch.entries()) {
      if (recorder.isFull) await recorder.flush(block)
      recorder.add({ ...leaf, cumulative: claimed[i]!, block })
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
  await recorder.flush(block)
}
