import { explanationTable, partTable } from '../../documents/tables/calls.ts'
import { describeEdgeTerms } from '../../service/describe.ts'
import type { Explanation, PayeeExplanation } from '../../service/headwater.ts'
import { shownName } from '../../service/names.ts'
import { explanation as explanationSchema, payeeExplanation } from '../../service/schemas/index.ts'
import { keepHeapSmall } from '../heapRoom.ts'
import { formatTable, moreOf, printable } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'
import { indent } from './epochs.ts'

const pathsShownMax = 3
/** A dataset may have thousands of contributors; `--json` lists all. */
const payeesShownMax = 25
const versionsShownMax = 25

const waitSentences = {
  asset: 'the first version of its asset',
  version: 'the version that the call names',
  time: 'a close until a later time',
  close: 'the next close',
} as const

const correctionSentences = {
  refunded: 'refunded',
  disputed: 'disputed',
  closed: 'dispute closed',
} as const

const resolvedSentences = {
  name: 'the call names its version',
  latest: 'its version is the latest released by then',
  earliest: 'its version is the earliest, since none was released by then',
} as const

export const explainCommand: CommandDefinition = {
  usage: 'explain <call>',
  about: 'show where the money of one call goes: every payee, and the paths',
  examples: ['headwater explain chatcmpl-8f3a', 'headwater explain 42 --source urn:gateway:eu --json'],
  lists: true,
  options: (command) =>
    command
      .option('--source <source>', 'source of the call, where its id alone is not unique')
      .option('--payee <payee>', 'only what this payee gets; all that a key with the scope payee may see'),
  async run(session, [call]: [string], { source, payee }: { source?: string; payee?: string }) {
    keepHeapSmall()
    if (payee !== undefined) {
      const part = await session.with('reads', (headwater) => headwater.explainTo(payee, call, source))
      await session.out.object(payeeExplanation, part)
      await session.out.table(partTable, [part])
      await session.out.text(() => describePart(part))
      return undefined
    }
    const explanation = await session.with('reads', (headwater) => headwater.explain(call, source))
    await session.out.object(explanationSchema, explanation)
    await session.out.table(explanationTable, [explanation])
    await session.out.text(() => describe(explanation))
    return undefined
  },
}

function describePart(call: PayeeExplanation): string {
  const lines = [
    `Call ${shownName(call.id)} of ${shownName(call.source)}, ${call.time}: ${call.amount} ${call.currency} to ${shownName(call.payee)}`,
    `  ${stateSentence({ ...call, waits: null })}`,
    ...(call.parts.length > 0 ? ['', indent(describePayees([call], 1))] : []),
    ...(call.corrections ?? []).map((correction) => describeCorrection(correction, call.currency)),
    ...(call.uncorrected === undefined
      ? []
      : [`  without corrections: ${call.uncorrected}; taken back: ${call.takenBack}`]),
  ]
  return lines.join('\n')
}

function describe(call: Explanation): string {
  const served = call.version === null ? call.asset : `${call.asset}@${call.version}`
  const price = `${call.amount} ${call.currency}${call.priced ? ', by the rate card' : ''}`
  const lines = [
    `Call ${shownName(call.id)} of ${shownName(call.source)}, ${call.time}: ${printable(served)}, ${price}`,
    `  ${stateSentence(call)}`,
  ]
  if (call.resolvedBy !== null) lines.push(`  ${resolvedSentences[call.resolvedBy]}`)
  for (const correction of call.corrections ?? []) lines.push(describeCorrection(correction, call.currency))
  if (call.worth !== undefined) lines.push(`  worth ${call.worth} ${call.currency} after that`)
  if (call.cost !== undefined) lines.push(`  costs: ${call.cost.amount} to ${shownName(call.cost.payee)}`)
  if (call.fee !== null)
    lines.push(`  platform fee ${call.fee.share}: ${call.fee.amount} to ${shownName(call.fee.payee)}`)
  if (call.payees.length > 0)
    lines.push('', indent(describePayees(call.payees, call.payeeCount)), '', indent(describeVersions(call)))
  if (call.uncorrected !== undefined)
    lines.push('', '  without corrections:', indent(describeTotals(call.uncorrected)))
  if (call.rounding !== '0') lines.push('', `  rounding: ${call.rounding}`)
  lines.push(...describeContracts(call))
  return lines.join('\n')
}

type Correction = NonNullable<Explanation['corrections']>[number]

function describeCorrection(
  { type, source, id, time, amount, currency, reason, epoch }: Correction,
  ofCall: string,
): string {
  const what = `${correctionSentences[type]} by ${shownName(id)} of ${shownName(source)}, ${time}`
  const much = amount === undefined ? '' : `: ${amount} ${currency ?? ofCall}`
  const why = reason === undefined ? '' : ` (${shownName(reason)})`
  return `  ${what}${much}${why}${epoch === null ? ', waits' : `, counts since epoch ${epoch}`}`
}

/** What follows from totals to date, and so is not in the division of one call. */
function describeContracts({ clauses = [], caps = [], currency }: Explanation): string[] {
  const limit = (cap: string | null, left: string | null): string =>
    cap === null ? '' : ` of ${cap} at most, ${left} left`
  const lines = [
    ...clauses.map(
      ({ clause, payee, to, taken, cap, left }) =>
        `  clause ${shownName(clause)}, from ${shownName(payee)} to ${shownName(to)}: ${taken} ${currency} so far${limit(cap, left)}`,
    ),
    ...caps.map(
      ({ asset, version, sourceAsset, sourceVersion, paid, cap, left }) =>
        `  capped: ${asset}@${version} paid ${paid} ${currency} to ${sourceAsset}@${sourceVersion}${limit(cap, left)}`,
    ),
  ]
  return lines.length > 0 ? ['', ...lines] : []
}

function stateSentence({
  state,
  epoch,
  late,
  waits,
}: Pick<Explanation, 'state' | 'epoch' | 'late' | 'waits'>): string {
  const wait = waits === null ? '' : `, waits for ${waitSentences[waits]}`
  switch (state) {
    case 'settled':
      return `settled in epoch ${epoch}${late ? ', late' : ''}`
    case 'suspense':
      return `in suspense${wait}`
    case 'pending':
      return `pending${wait}`
  }
}

function describeTotals(totals: NonNullable<Explanation['uncorrected']>): string {
  const shown = totals.slice(0, payeesShownMax)
  const table = formatTable(shown, [
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'would get', of: ({ amount }) => amount, kind: 'amount' },
  ])
  return table + moreOf(totals.length - shown.length, 'payees')
}

export function describePayees(payees: Explanation['payees'], count: number): string {
  const shown = payees.slice(0, payeesShownMax)
  const rows = shown.flatMap(({ payee, amount, parts }) =>
    parts.map((part, index) => ({
      payee: index === 0 ? payee : '',
      total: index === 0 ? amount : '',
      ...part,
    })),
  )
  const table = formatTable(rows, [
    { head: 'payee', of: (row) => row.payee, kind: 'name' },
    { head: 'gets', of: (row) => row.total, kind: 'amount' },
    { head: 'of it', of: (row) => row.amount, kind: 'amount' },
    { head: 'as', of: (row) => row.role },
    { head: 'of', of: (row) => (row.asset === '' ? 'platform fee' : `${row.asset}@${row.version}`) },
  ])
  return table + moreOf(count - shown.length, 'payees')
}

function describeVersions(call: Explanation): string {
  const lines: string[] = []
  for (const { asset, version, retained, pathCount, paths } of call.versions.slice(0, versionsShownMax)) {
    lines.push(`${asset}@${version} keeps ${retained}`)
    for (const path of paths.slice(0, pathsShownMax)) {
      if (path.length > 0)
        lines.push(
          `  by ${path.map((edge) => `${describeEdgeTerms(edge)} → ${edge.asset}@${edge.version}`).join(', ')}`,
        )
    }
    const more = BigInt(pathCount) - BigInt(Math.min(paths.length, pathsShownMax))
    if (more > 0n) lines.push(`  … and ${more} more paths`)
  }
  return lines.map(printable).join('\n') + moreOf(call.versionCount - versionsShownMax, 'versions')
}
