/**
 * The tree of one currency for a distributor on a chain that is not eip155, and the events that book what it pays. Both
 * are functions of a closed epoch alone: the same epoch gives the same bytes.
 */
import { writeFileSync } from 'node:fs'
import { proposedEvents } from '../../documents/proposedEvents.ts'
import { fail } from '../../errors.ts'
import type { DuePayment, EpochReport } from '../../service/headwater.ts'
import type { Output } from '../output/output.ts'
import type { Session } from '../session.ts'
import { writeItems } from './treeFile.ts'

export const otherFormats = ['cw20', 'jito', 'saber'] as const
export type OtherFormat = (typeof otherFormats)[number]

export interface OtherTreeOptions {
  readonly format: OtherFormat
  readonly chain?: string | undefined
  readonly currency?: string | undefined
  readonly prefix?: string | undefined
  readonly payments?: string | undefined
}

/** The namespace of CAIP-2 in which a format has its contracts. */
const namespaces = { cw20: 'cosmos', jito: 'solana', saber: 'solana' } as const
/** Accounts that are left out are named up to this number. */
const shownMax = 10

export function isOther(format: string | undefined): format is OtherFormat {
  return otherFormats.some((other) => other === format)
}

/** @throws HeadwaterError `usage.invalid` */
export function requireNoOtherOptions({
  currency,
  prefix,
  payments,
}: Omit<OtherTreeOptions, 'format'>): void {
  if (currency === undefined && prefix === undefined && payments === undefined) return
  fail(
    'usage.invalid',
    `--currency, --prefix and --payments go with --format ${otherFormats.join(', ')} alone.`,
  )
}

export async function writeOtherTree(
  session: Session,
  epoch: number,
  { format, chain, currency, prefix, payments }: OtherTreeOptions,
): Promise<undefined> {
  const namespace = namespaces[format]
  if (chain === undefined || currency === undefined || !chain.startsWith(`${namespace}:`)) {
    fail('usage.invalid', `--format ${format} needs --chain with a chain of ${namespace}, and --currency.`)
  }
  if (prefix !== undefined && format !== 'cw20')
    fail('usage.invalid', '--prefix is of bech32 accounts, and so goes with --format cw20 alone.')
  await session.with('reads', async (headwater) => {
    const report = await headwater.epoch(epoch)
    const due: DuePayment[] = []
    for await (const payment of headwater.duePayments({ epoch, chain, currency })) due.push(payment)
    const payable = await payableOf(session, due, { format, prefix })
    if (payable.length === 0)
      fail('tree.empty', `Nothing in ${currency} is available to payees with an account on ${chain}.`)
    const root = await writeTree(session.out, payable, { format, chain, currency, epoch })
    if (payments !== undefined) writePayments(payments, payable, { chain, currency, report, format, root })
  })
  return undefined
}

/** Those whose account is one of the chain. The others are named on standard error, and keep their balance. */
async function payableOf(
  session: Session,
  due: readonly DuePayment[],
  { format, prefix }: Pick<OtherTreeOptions, 'format' | 'prefix'>,
): Promise<DuePayment[]> {
  const { cosmosPrefix, readSolanaAccount } = await import('../../merkle/index.ts')
  const prefixes = new Set<string>()
  const isPayable = ({ account }: DuePayment): boolean => {
    if (format !== 'cw20') return readSolanaAccount(account) !== undefined
    const found = cosmosPrefix(account)
    if (found === undefined || (prefix !== undefined && found !== prefix)) return false
    prefixes.add(found)
    return true
  }
  const [payable, left]: [DuePayment[], DuePayment[]] = [[], []]
  for (const payment of due) (isPayable(payment) ? payable : left).push(payment)
  if (prefixes.size > 1) {
    fail(
      'usage.invalid',
      `Accounts have the prefixes ${[...prefixes].sort().join(', ')}. Name the one of the chain with --prefix.`,
    )
  }
  for (const { payee, account } of left.slice(0, shownMax))
    session.streams.stderr.write(
      `Left out: ${JSON.stringify(payee)}, whose account ${JSON.stringify(account)} is none of the chain.\n`,
    )
  if (left.length > shownMax) session.streams.stderr.write(`… and ${left.length - shownMax} more.\n`)
  return payable
}

interface Named {
  readonly format: OtherFormat
  readonly chain: string
  readonly currency: string
  readonly epoch: number
}

/** Payees that share an account have one leaf. @returns the root */
async function writeTree(out: Output, payable: readonly DuePayment[], named: Named): Promise<string> {
  const { buildTree } = await import('../../merkle/index.ts')
  const sums = new Map<string, bigint>()
  for (const { account, atoms } of payable) sums.set(account, (sums.get(account) ?? 0n) + BigInt(atoms))
  const leaves = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, amount], index) => ({ index, account, amount }))
  const tree = buildTree(leaves, named.format)
  const { root, leaves: items } = tree.dump()
  // The contract of cw20 takes digits without 0x.
  const text = (node: string) => (named.format === 'cw20' ? node.slice(2) : node)
  const total = leaves.reduce((sum, { amount }) => sum + amount, 0n)
  const head = { ...named, root: text(root), total: total.toString(), count: leaves.length }
  await out.raw(`${JSON.stringify(head).slice(0, -1)},"leaves":[`)
  await writeItems(
    out,
    items.map((leaf) => ({ ...leaf, proof: (leaf.proof as readonly string[]).map(text) })),
  )
  await out.raw(']}\n')
  return text(root)
}

interface Booked {
  readonly chain: string
  readonly currency: string
  readonly report: EpochReport
  readonly format: OtherFormat
  readonly root: string
}

function writePayments(
  file: string,
  payable: readonly DuePayment[],
  { chain, currency, report: { epoch, until }, format, root }: Booked,
): void {
  const reference = `${format} ${root}`
  const source = `tree:${chain}/${currency}`
  writeFileSync(file, proposedEvents(payable, { source, epoch, until, currency, reference }))
}
