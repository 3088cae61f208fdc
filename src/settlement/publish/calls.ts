/** Which calls a plan still needs, by the state of the contract. Both a signer and `--unsigned` take them from here. Pure. */
import type { Call, ChainRoot, Seen } from './port.ts'
import type { Planned } from './state.ts'

interface CallsLeft {
  readonly calls: readonly Call[]
  /** Tokens of which the contract lacks something for the totals of the plan. */
  readonly missing: readonly { readonly token: string; readonly amount: bigint }[]
}

/** @param fund whether the calls fund the contract */
export function callsLeft(plan: Planned, seen: Seen, fund: boolean): CallsLeft {
  const root = rootOf(plan, seen)
  const missing = missingFunds(plan, seen)
  if (root?.status === 'active') return { calls: [], missing: [] }
  const calls: Call[] = []
  if (fund) {
    for (const { token, amount } of missing) {
      const allowed = seen.allowance.get(token) ?? 0n
      if (allowed < amount) {
        // Tokens such as USDT refuse to change an allowance that is not 0.
        if (allowed > 0n) calls.push({ purpose: 'approve', token, amount: 0n })
        calls.push({ purpose: 'approve', token, amount })
      }
      calls.push({ purpose: 'fund', token, amount })
    }
  }
  if (root === undefined) calls.push(submission(plan))
  else if (fund || missing.length === 0) calls.push(...activations(root, seen))
  return { calls, missing }
}

/** The contract activates roots in the order of its list. */
function activations(root: ChainRoot, { roots, time }: Seen): Call[] {
  return roots
    .filter(({ index, status }) => status === 'pending' && index <= root.index)
    .filter(({ activatableAt }) => time >= activatableAt)
    .sort((a, b) => a.index - b.index)
    .map(({ index }) => ({ purpose: 'activate', index }))
}

/** The root of a plan that the guardian left standing, at the head of the chain. */
export function rootOf(plan: Pick<Planned, 'root' | 'manifestHash'>, seen: Seen): ChainRoot | undefined {
  return seen.roots.findLast((one) => isOf(plan, one) && one.status !== 'disabled')
}

export function isOf(
  plan: Pick<Planned, 'root' | 'manifestHash'>,
  { root, manifestHash }: Pick<ChainRoot, 'root' | 'manifestHash'>,
): boolean {
  return root === plan.root && manifestHash === plan.manifestHash
}

/** As the contract computes it: a total that the active root has already is not asked for again. */
function missingFunds({ totals }: Planned, { funded, declared }: Seen) {
  return totals.flatMap(({ token, total }) => {
    const amount = BigInt(total) - (funded.get(token) ?? 0n)
    return amount > 0n && BigInt(total) !== (declared.get(token) ?? 0n) ? [{ token, amount }] : []
  })
}

function submission({ root, manifestHash, totals }: Planned): Call {
  return {
    purpose: 'submit',
    root,
    manifestHash,
    totals: totals.map(({ token, total }) => ({ token, total: BigInt(total) })),
  }
}
