/** The demo's text: revenue, payees, paths of the money, what is held back and why, roots, and commands to try next. */
import { describeEdgeTerms } from '../../service/describe.ts'
import type {
  EpochReport,
  Explanation,
  Headwater,
  IngestReport,
  StatementLine,
  VerifyReport,
} from '../../service/headwater.ts'
import { type Column, formatTable } from '../output/table.ts'

const earnersShown = 4
const pathsShown = 8

export function inputs(parts: readonly { name: string; report: IngestReport }[]): string {
  const rows = parts.map(({ name, report }) => [
    name,
    ...[report.accepted, report.duplicate, report.conflict, report.rejectedCount, report.suspended].map(
      grouped,
    ),
  ])
  const codes = new Map<string, number>()
  for (const { report } of parts)
    for (const { code } of report.rejected) codes.set(code, (codes.get(code) ?? 0) + 1)
  const reasons = [...codes].map(([code, times]) => (times === 1 ? code : `${code} ×${times}`)).join(', ')
  return section(
    'Events in',
    table(['input', 'accepted', 'duplicate', 'conflict', 'refused', 'of unknown assets'], rows),
    `Refused, each kept with its line and reason: ${reasons}`,
  )
}

export function totals(epochs: readonly EpochReport[]): string {
  const rows = epochs.flatMap((epoch) =>
    Object.entries(epoch.totals).map(([currency, sums]) => [
      `${epoch.epoch}`,
      currency,
      ...[sums.gross, sums.fee, sums.earned, sums.rounding, sums.paid, sums.carried, sums.suspense].map(
        brief,
      ),
    ]),
  )
  const notes = epochs.map(
    ({ epoch, until, counts }) =>
      `Epoch ${epoch} until ${until}: ${grouped(counts.settled)} calls settled, ${grouped(counts.late)} of them late, ${counts.suspense} in suspense.`,
  )
  return section(
    'Revenue, to the unit: gross = fee + earned + rounding',
    table(['epoch', 'currency', 'gross', 'fee', 'earned', 'rounding', 'paid', 'carried', 'suspense'], rows),
    ...notes,
  )
}

export async function earners(headwater: Headwater, epochs: readonly EpochReport[]): Promise<string> {
  const last = epochs[epochs.length - 1]!.epoch
  const top = new Map<string, StatementLine[]>()
  for await (const line of headwater.statements(last)) {
    const lines = top.get(line.currency) ?? []
    top.set(
      line.currency,
      [...lines, line].sort((a, b) => compareAmounts(b.earned, a.earned)).slice(0, earnersShown),
    )
  }
  const rows = [...top.values()]
    .flat()
    .map((line) => [
      line.currency,
      line.payee,
      ...[line.earned, line.late, line.paid, line.carried].map(brief),
    ])
  return section(
    `Who earned most in epoch ${last}`,
    table(['currency', 'payee', 'earned', 'late', 'paid', 'carried'], rows),
  )
}

export function explanation(call: Explanation): string {
  const rows = call.versions
    .slice(0, pathsShown)
    .map((version) => [
      `${version.asset} ${version.version}`,
      brief(version.retained),
      pathText(version.paths[0] ?? []),
    ])
  const more = call.versions.length - rows.length
  return section(
    `By which path: call ${call.id} paid ${call.amount} ${call.currency} for ${call.asset}`,
    table(['version', 'kept', 'reached over'], rows),
    `${more > 0 ? `${more} more versions and ` : ''}${call.payees.length} payees have a part; fee ${brief(call.fee?.amount ?? '0')}, rounding ${brief(call.rounding)}.`,
  )
}

/** The reason depends only on the currency, the payee's accounts and the size of the balance. */
export async function heldBack(headwater: Headwater, epochs: readonly EpochReport[]): Promise<string> {
  const last = epochs[epochs.length - 1]!
  const tokens = new Map((await headwater.currencies()).map((currency) => [currency.currency, currency]))
  const held = new Map<string, number>()
  for await (const line of headwater.statements(last.epoch)) {
    if (line.carried === '0') continue
    const currency = tokens.get(line.currency)!
    const reason =
      currency.token === null
        ? 'the currency has no token'
        : compareAmounts(line.carried, oneAtom(currency.decimals)) < 0
          ? 'less than one atom'
          : 'the payee has no account on its chain'
    const key = `${line.currency}\t${reason}`
    held.set(key, (held.get(key) ?? 0) + 1)
  }
  const rows = [...held].sort().map(([key, payees]) => [...key.split('\t'), grouped(payees)])
  const suspense = Object.entries(last.totals).filter(([, sums]) => sums.suspense !== '0')
  return section(
    'Held back, and why',
    table(['currency', 'reason', 'payees'], rows),
    ...suspense.map(
      ([currency, sums]) => `In suspense: ${sums.suspense} ${currency}, for assets that are not registered.`,
    ),
  )
}

export function roots(epochs: readonly EpochReport[], verified: readonly VerifyReport[]): string {
  const rows = epochs.flatMap((epoch) =>
    epoch.trees.map((tree) => [`${epoch.epoch}`, tree.chain, grouped(tree.leaves), tree.root]),
  )
  return section(
    'Roots to publish',
    table(['epoch', 'chain', 'leaves', 'root'], rows),
    ...epochs.map((epoch) => `Manifest of epoch ${epoch.epoch}: ${epoch.manifestHash}`),
    ...verified.map(
      (epoch) =>
        `Recomputed from the logs: epoch ${epoch.epoch} ${epoch.ok ? 'agrees' : 'DIFFERS'} in ${epoch.checks.length} checks.`,
    ),
  )
}

export function nextCommands(folder: string, call: string): string {
  const commands = [
    `statement databricks --epoch 1`,
    `explain ${call}`,
    `lineage model:databricks/dolly-v2-12b`,
    `statements --epoch 2 --json`,
    `tree 2 --json`,
    `refused list`,
    `verify`,
    `serve`,
  ]
  return section('Try next', ...commands.map((command) => `  npx headwater ${command} --data ${folder}`))
}

export function section(title: string, ...parts: string[]): string {
  return `\n${title}\n\n${parts.join('\n')}\n`
}

/** Columns that have only numbers are aligned at the point. */
export function table(head: string[], rows: string[][]): string {
  const columns = head.map((name, index): Column<string[]> => {
    const figures = rows.every((row) => /^[0-9.,…]+$/.test(row[index]!))
    return { head: name, of: (row) => row[index]!, ...(figures ? { kind: 'amount' as const } : {}) }
  })
  return formatTable(rows, columns)
}

function pathText(path: Explanation['versions'][number]['paths'][number]): string {
  if (path.length === 0) return 'served the call'
  return path.map(describeEdgeTerms).join(' → ')
}

/** Eight fraction digits are enough to read; `--json` has all. */
function brief(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.')
  const readable = fraction.length <= 8 || amount.startsWith('0.00000000')
  return readable ? amount : `${whole}.${fraction.slice(0, 8)}…`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

function oneAtom(decimals: number): string {
  return decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`
}

/** Decimal texts without exponents compare by the length of the whole part, then digit by digit. */
function compareAmounts(a: string, b: string): number {
  const [wholeA = '0', fractionA = ''] = a.split('.')
  const [wholeB = '0', fractionB = ''] = b.split('.')
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length
  return wholeA === wholeB ? compareText(fractionA, fractionB) : compareText(wholeA, wholeB)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
