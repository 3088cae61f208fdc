/** Everything that a ledger has about one payee, as lines: who it is, what it did, earned, agreed and was paid. */
import { formatTime } from '../../events/time.ts'
import { formatShare } from '../../money/share.ts'
import { holdersIn, payeeNamed, type Registry } from '../../registry/index.ts'
import type { Headwater } from '../../service/headwater.ts'
import type { PayeeExportLine } from '../../service/people.ts'
import { packageVersion } from '../../version.ts'

type Reads = Pick<
  Headwater,
  | 'balances'
  | 'epochs'
  | 'statement'
  | 'proof'
  | 'clauses'
  | 'advances'
  | 'reserves'
  | 'owed'
  | 'claims'
  | 'accountChanges'
>

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** @throws HeadwaterError `payee.unknown` */
export async function* exportPayee(
  { registry, now, ...reads }: Reads & { readonly registry: Registry; readonly now: Date },
  payee: string,
): AsyncGenerator<PayeeExportLine> {
  const balances = await reads.balances(payee)
  const { name } = balances
  yield { kind: 'payee', payee, name, at: now.toISOString(), version: packageVersion }
  yield* bindings(registry, payee)
  yield { kind: 'balances', ...balances }
  yield* work(registry, payee, now)
  for await (const { epoch } of reads.epochs()) {
    const statement = await reads.statement(payee, epoch)
    if (statement.currencies.length === 0) continue
    yield { kind: 'statement', ...statement }
    const paid = statement.currencies.flatMap(({ paidTo }) => paidTo ?? [])
    for (const account of new Set(paid.map(({ chain, account }) => `${chain}:${account}`))) {
      const { proofs } = await reads.proof(account, epoch)
      const own = proofs.filter((proof) => `${proof.chain}:${proof.account}` === account)
      yield { kind: 'proof', epoch, account, proofs: own }
    }
  }
  // To whom a clause gives does not see what the other earned.
  for await (const item of every((page) => reads.clauses({ payee, ...page })))
    yield { kind: 'clause', ...item, base: item.payee === payee ? item.base : null }
  for await (const item of every((page) => reads.advances({ payee, ...page })))
    yield { kind: 'advance', ...item }
  for await (const item of every((page) => reads.reserves({ payee, ...page })))
    yield { kind: 'reserve', ...item }
  for await (const item of every((page) => reads.owed({ payee, ...page }))) yield { kind: 'owed', ...item }
  if (payeeNamed(registry, payee) === undefined) return
  for await (const item of every((page) => reads.claims({ payee, ...page }))) yield { kind: 'claim', ...item }
  for await (const item of every((page) => reads.accountChanges({ payee, ...page })))
    yield { kind: 'accountChange', ...item }
}

/** Every account that was ever bound, in the order recorded. */
function* bindings(registry: Registry, payee: string): Generator<PayeeExportLine> {
  for (const { chain, address, payableFrom, revision } of payeeNamed(registry, payee)?.bindings ?? [])
    yield {
      kind: 'account',
      ...{ chain, account: address, revision },
      payableFrom: payableFrom === 0 ? null : formatTime(payableFrom),
    }
}

/** What it contributed, and the versions in which it has a share now. */
function* work(registry: Registry, id: string, now: Date): Generator<PayeeExportLine> {
  const payee = payeeNamed(registry, id)
  if (payee === undefined) return
  for (const asset of registry.worksOn(payee.id)) {
    const { work: log } = registry.assets.get(asset)!
    const own = log.contributorsUpTo(log.length).find((one) => one.payee === payee.id)
    if (own === undefined) continue
    yield { kind: 'contribution', asset, units: own.units.toString(), unitsOfAll: log.total.toString() }
  }
  for (const index of registry.versions.sharedWith(payee.id)) {
    const version = registry.versions.at(index)!
    const held = holdersIn(version, now.getTime() * 1_000).find((one) => one.payee === payee.id)
    const own = version.contributors.find((one) => one.payee === payee.id)
    yield {
      kind: 'holding',
      ...{ asset: version.asset, version: version.version },
      share: held ? formatShare(held.share) : null,
      units: own?.units.toString() ?? null,
      unitsOfAll: version.contributorUnits.toString(),
      contributorShare: formatShare(version.contributorShare),
    }
  }
}

async function* every<Item>(
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | null = null
  do {
    const page: Page<Item> = await read({ limit: 1_000, ...(cursor !== null && { cursor }) })
    yield* page.items
    cursor = page.next
  } while (cursor !== null)
}
