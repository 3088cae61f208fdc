/**
 * A chain with one distributor, in memory, that does what chains do to a sender: it loses transactions, keeps them waiting,
 * goes back a few blocks, and has a second sender with the same key. For simulations of publishing only. It does not refuse
 * a second submission of a root, as the contract does, so that the simulation shows that none is sent.
 */
import { createHash } from 'node:crypto'
import { HeadwaterError } from '../../src/errors.ts'
import type { Fees } from '../../src/settlement/publish/fees.ts'
import type { Asked, Call, ChainRoot, Distributor, Seen } from '../../src/settlement/publish/port.ts'

const signer = `0x${'51'.repeat(20)}`
const fakeWindowSeconds = 3_600
const blockSeconds = 12
const confirmations = 3

interface Transaction {
  readonly nonce: number
  readonly call: Call | 'foreign'
  readonly fees: Fees
}

interface Block {
  readonly time: number
  readonly transactions: readonly { readonly hash: string; readonly transaction: Transaction }[]
}

interface ContractState {
  readonly roots: ChainRoot[]
  readonly funded: Map<string, bigint>
  readonly allowance: Map<string, bigint>
  nonce: number
  /** By hash. */
  readonly receipts: Map<string, { block: number; succeeded: boolean }>
}

/** Chances of one event, each time something may happen. */
export interface Faults {
  /** A transaction that was taken is lost. */
  readonly lost: number
  /** A transaction that waits is dropped from the pool. */
  readonly dropped: number
  /** Another process with the same key uses the next nonce. */
  readonly foreign: number
  /** Blocks are replaced by others, which may lack what was in them. */
  readonly reorg: number
  /** The base fee rises tenfold. */
  readonly dear: number
  /** The endpoint does not answer. */
  readonly down: number
}

export class FakeChain {
  /** Milliseconds since 1970. */
  now = Date.parse('2026-11-01T00:00:00Z')
  readonly #random: () => number
  readonly #faults: Faults
  readonly #blocks: Block[] = [{ time: Date.parse('2026-11-01T00:00:00Z') / 1_000, transactions: [] }]
  /** What waits, by nonce. */
  readonly #pool = new Map<number, { hash: string; transaction: Transaction }>()
  /** What other nodes may still have, and bring back after a reorg. */
  readonly #elsewhere: { hash: string; transaction: Transaction }[] = []
  #baseFee = 10n
  #highest = 0
  /** While false, everything goes as it should. */
  faulty = true

  constructor(random: () => number, faults: Faults) {
    this.#random = random
    this.#faults = faults
  }

  #happens(fault: keyof Faults): boolean {
    return this.faulty && this.#random() < this.#faults[fault]
  }

  pass(milliseconds: number): void {
    this.now += milliseconds
    if (this.#happens('dropped')) this.#pool.delete([...this.#pool.keys()].at(-1) ?? -1)
    if (this.#happens('foreign')) this.#foreign()
    if (this.#happens('reorg')) this.#reorg()
    if (this.#happens('dear')) this.#baseFee *= 10n
    else if (this.#baseFee > 10n) this.#baseFee = (this.#baseFee * 9n) / 10n
    while (this.#blocks.at(-1)!.time + blockSeconds <= this.now / 1_000) this.#mine()
  }

  /** A reorg of so many blocks, after which nothing comes back of what was in them. */
  undo(blocks: number): void {
    this.#blocks.splice(Math.max(1, this.#blocks.length - blocks))
  }

  #foreign(): void {
    const nonce = this.stateAt(this.#blocks.length - 1).nonce
    const fees = { maxFeePerGas: 10n ** 9n, maxPriorityFeePerGas: 10n ** 9n }
    const transaction: Transaction = { nonce, call: 'foreign', fees }
    const ours = this.#pool.get(nonce)
    if (ours !== undefined) this.#elsewhere.push(ours)
    this.#pool.set(nonce, { hash: hashOf(`foreign ${nonce} ${this.now}`), transaction })
  }

  #reorg(): void {
    const lowest = Math.max(0, this.#highest - confirmations)
    const depth = Math.min(1 + Math.floor(this.#random() * confirmations), this.#blocks.length - 1 - lowest)
    for (const { transactions } of this.#blocks.splice(this.#blocks.length - depth)) {
      for (const one of transactions) {
        const { nonce } = one.transaction
        if (this.#random() < 0.5 && !this.#pool.has(nonce)) this.#pool.set(nonce, one)
      }
    }
    for (const one of this.#elsewhere) if (this.#random() < 0.5) this.#pool.set(one.transaction.nonce, one)
  }

  #mine(): void {
    const { nonce } = this.stateAt(this.#blocks.length - 1)
    for (const waiting of this.#pool.keys()) if (waiting < nonce) this.#pool.delete(waiting)
    const transactions = []
    for (let next = nonce; ; next++) {
      const waiting = this.#pool.get(next)
      if (waiting === undefined || waiting.transaction.fees.maxFeePerGas < this.#baseFee) break
      this.#pool.delete(next)
      transactions.push(waiting)
    }
    const before = this.#blocks.at(-1)!.time
    this.#blocks.push({
      time: Math.max(before + blockSeconds, Math.floor(this.now / 1_000) - 1),
      transactions,
    })
    this.#highest = Math.max(this.#highest, this.head)
  }

  stateAt(block: number): ContractState {
    const state: ContractState = {
      roots: [],
      funded: new Map(),
      allowance: new Map(),
      nonce: 0,
      receipts: new Map(),
    }
    for (let number = 0; number <= block; number++) {
      const { time, transactions } = this.#blocks[number]!
      for (const { hash, transaction } of transactions) {
        state.nonce = transaction.nonce + 1
        const succeeded = transaction.call === 'foreign' || apply(state, transaction.call, time)
        state.receipts.set(hash, { block: number, succeeded })
      }
    }
    return state
  }

  get head(): number {
    return this.#blocks.length - 1
  }

  distributor(): Distributor {
    const answer = <Result>(read: () => Result): Result => {
      if (this.#happens('down'))
        throw new HeadwaterError({ code: 'chain.unreachable', message: 'It is down.' })
      return read()
    }
    return {
      signer,
      look: async (asked) => answer(() => this.#look(asked)),
      estimate: async () => answer(() => 100_000n),
      sign: async ({ call, nonce, fees }) => signed({ nonce, call, fees }),
      reprice: async (raw, fees) => signed({ ...parse(raw), fees }),
      send: async (raw) => answer(() => this.#send(raw)),
      encode: () => {
        throw new Error('nothing is handed over')
      },
    }
  }

  #look({ tokens, open, rootsFrom, standing }: Asked): Seen {
    const state = this.stateAt(this.head)
    const settledBlock = Math.max(0, this.head - confirmations)
    const settled = this.stateAt(settledBlock)
    const wanted = ({ index }: ChainRoot) => index >= rootsFrom || standing.includes(index)
    const hashes = open.flatMap(({ versions }) => versions.map(({ hash }) => hash))
    const waiting = [...this.#pool.values()].map(({ hash }) => hash)
    let next = state.nonce
    while (this.#pool.has(next)) next++
    const active = state.roots.findLast(({ status }) => status === 'active')
    return {
      block: this.head,
      time: this.#blocks.at(-1)!.time,
      roots: state.roots.filter(wanted),
      funded: state.funded,
      declared: new Map(active ? tokens.map((token) => [token, fakeTotal]) : []),
      allowance: state.allowance,
      balance: new Map(tokens.map((token) => [token, 10n ** 30n])),
      nonces: new Map([[signer, { mined: state.nonce, waiting: next }]]),
      known: new Set(hashes.filter((hash) => state.receipts.has(hash) || waiting.includes(hash))),
      fees: { maxFeePerGas: this.#baseFee * 2n + 1n, maxPriorityFeePerGas: 1n },
      settled: {
        block: settledBlock,
        rootCount: settled.roots.length,
        roots: settled.roots.filter(wanted),
        nonces: new Map([[signer, settled.nonce]]),
        receipts: new Map([...settled.receipts].filter(([hash]) => hashes.includes(hash))),
      },
    }
  }

  #send(raw: string): Awaited<ReturnType<Distributor['send']>> {
    const transaction = parse(raw)
    const { nonce, fees } = transaction
    if (nonce < this.stateAt(this.head).nonce) return 'nonceUsed'
    const there = this.#pool.get(nonce)
    const hash = hashOf(raw)
    if (there?.hash === hash) return 'sent'
    const least = there && (there.transaction.fees.maxFeePerGas * 11n) / 10n
    if (least !== undefined && fees.maxFeePerGas < least) return 'underpriced'
    if (this.#happens('lost')) this.#elsewhere.push({ hash, transaction })
    else this.#pool.set(nonce, { hash, transaction })
    return 'sent'
  }
}

export const fakeTotal = 1_000n

/** @returns whether the contract takes the call */
function apply(state: ContractState, call: Call, time: number): boolean {
  switch (call.purpose) {
    case 'approve':
      state.allowance.set(call.token, call.amount)
      return true
    case 'fund': {
      const allowed = state.allowance.get(call.token) ?? 0n
      if (allowed < call.amount) return false
      state.allowance.set(call.token, allowed - call.amount)
      state.funded.set(call.token, (state.funded.get(call.token) ?? 0n) + call.amount)
      return true
    }
    case 'submit': {
      const { root, manifestHash, totals } = call
      const activatableAt = time + fakeWindowSeconds
      state.roots.push({
        index: state.roots.length + 1,
        ...{ root, manifestHash, totals, activatableAt },
        status: 'pending',
      })
      return true
    }
    case 'activate': {
      const root = state.roots[call.index - 1]
      const isFunded = [...state.funded.values()].some((funded) => funded >= fakeTotal)
      if (root?.status !== 'pending' || time < root.activatableAt || !isFunded) return false
      state.roots[call.index - 1] = { ...root, status: 'active' }
      return true
    }
    case 'fill':
      return true
  }
}

function signed(transaction: Transaction) {
  const text = JSON.stringify(transaction, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))
  const raw = `0x${Buffer.from(text).toString('hex')}`
  return { raw, hash: hashOf(raw) }
}

function parse(raw: string): Transaction {
  return JSON.parse(Buffer.from(raw.slice(2), 'hex').toString('utf8'), (_, value) =>
    typeof value === 'string' && /^[0-9]+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  )
}

function hashOf(text: string): string {
  return `0x${createHash('sha256').update(text).digest('hex')}`
}
