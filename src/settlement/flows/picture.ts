/** A graph of few nodes with exact links: what comes into a node goes out of it. */
import { invariant } from '../../invariant.ts'
import { formatAmount, ledgerUnits } from '../../money/ledgerUnits.ts'
import type { FlowLink, FlowNode } from './answers.ts'

/** A node without its sums. */
export type PictureNode = Omit<FlowNode, 'in' | 'out'>

interface Link {
  readonly from: number
  readonly to: number
  readonly amount: bigint
}

export class Picture {
  readonly #decimals: number
  readonly #nodes: PictureNode[] = []
  readonly #numbers = new Map<string, number>()
  readonly #in: bigint[] = []
  readonly #out: bigint[] = []
  readonly #links: Link[] = []

  constructor(decimals: number) {
    this.#decimals = decimals
  }

  text(amount: bigint): string {
    return formatAmount(ledgerUnits(amount), this.#decimals)
  }

  /** Adds nothing where the amount is 0. A pair of nodes has one link. */
  link(from: PictureNode, to: PictureNode, amount: bigint): void {
    if (amount === 0n) return
    const link = { from: this.#numberOf(from), to: this.#numberOf(to), amount }
    this.#out[link.from]! += amount
    this.#in[link.to]! += amount
    this.#links.push(link)
  }

  /** @param isPassing whether what comes into the node goes out of it, all of it */
  report(isPassing: (node: PictureNode) => boolean): { nodes: FlowNode[]; links: FlowLink[] } {
    const turns = turningLinks(this.#nodes.length, this.#links)
    const nodes = this.#nodes.map((node, number) => {
      const [into, out] = [this.#in[number]!, this.#out[number]!]
      invariant(!isPassing(node) || into === out, 'what comes into a node of a flow goes out of it')
      return { ...node, in: this.text(into), out: this.text(out) }
    })
    const links = this.#links.map((link) => ({
      from: this.#nodes[link.from]!.id,
      to: this.#nodes[link.to]!.id,
      amount: this.text(link.amount),
      ...(turns.has(link) && { turns: true }),
    }))
    return { nodes, links }
  }

  #numberOf(node: PictureNode): number {
    const known = this.#numbers.get(node.id)
    if (known !== undefined) return known
    const number = this.#nodes.push(node) - 1
    this.#numbers.set(node.id, number)
    this.#in.push(0n)
    this.#out.push(0n)
    return number
  }
}

const bitsPerWord = 32

/** Those without which no circle is left: links are taken from the largest on, and one that would close a circle turns. */
function turningLinks(nodes: number, links: readonly Link[]): ReadonlySet<Link> {
  const turns = new Set<Link>()
  const words = Math.ceil(nodes / bitsPerWord)
  // By node, which nodes can be reached from it; itself too.
  const reached = Array.from({ length: nodes }, (_, node) => {
    const row = new Uint32Array(words)
    row[node >>> 5]! |= 1 << (node & 31)
    return row
  })
  const reaches = (from: number, to: number): boolean => (reached[from]![to >>> 5]! & (1 << (to & 31))) !== 0
  const size = ({ amount }: Link): bigint => (amount < 0n ? -amount : amount)
  const sorted = [...links].sort((a, b) => (size(a) === size(b) ? 0 : size(a) < size(b) ? 1 : -1))
  for (const link of sorted) {
    const { from, to } = link
    if (reaches(to, from)) {
      turns.add(link)
      continue
    }
    if (reaches(from, to)) continue
    for (let node = 0; node < nodes; node++) {
      if (!reaches(node, from)) continue
      for (let word = 0; word < words; word++) reached[node]![word]! |= reached[to]![word]!
    }
  }
  return turns
}
