/** `release --simulate`: what an agent would have earned and passed on with the calls that another asset had. */
import { fail } from '../../errors.ts'
import type { ReleaseSimulation, ReleaseSimulationOptions } from '../../service/headwater.ts'
import { shownName } from '../../service/names.ts'
import { releaseSimulation } from '../../service/schemas/index.ts'
import { exitCodes } from '../output/fault.ts'
import { counted, formatTable, moreOf, printable } from '../output/table.ts'
import type { Session } from '../session.ts'
import { givenOptions, timeOption } from './definition.ts'
import { indent } from './epochs.ts'

export interface SimulationFlags {
  readonly since?: string
  readonly before?: string
  readonly price?: string
}

const prices = ['recorded', 'rate'] as const
/** Payees and versions that are printed as text. */
const shownMax = 20

/** @param file the text of the file */
export async function simulateRelease(
  session: Session,
  file: string,
  of: string,
  flags: SimulationFlags,
): Promise<number | undefined> {
  const options: ReleaseSimulationOptions = {
    of,
    ...givenOptions({
      since: timeOption(session, '--since', flags.since),
      before: timeOption(session, '--before', flags.before),
      price: readPrice(flags.price),
    }),
  }
  const simulation = await session.with('changes', (headwater) => headwater.simulateRelease(file, options))
  await session.out.object(releaseSimulation, simulation)
  await session.out.text(() => describe(simulation))
  return simulation.faults.length > 0 || simulation.rejectedCalls > 0 ? exitCodes.checkFailed : undefined
}

/** @throws HeadwaterError `usage.invalid` */
function readPrice(text: string | undefined): (typeof prices)[number] | undefined {
  if (text === undefined) return undefined
  return prices.find((price) => price === text) ?? fail('usage.invalid', `--price is ${prices.join(' or ')}.`)
}

function describe(simulation: ReleaseSimulation): string {
  const { of, since, before, calls, by, faults, rejectedCalls, rejected } = simulation
  if (faults.length > 0)
    return [
      'The release would be refused:',
      ...faults.map(
        ({ code, message, path }) => `  ${code}: ${printable(message)}${path === '' ? '' : ` (at ${path})`}`,
      ),
    ].join('\n')
  const what = by === 'day' ? ', summed by day' : ''
  return [
    `With the ${counted(calls, 'call')} of ${shownName(of)} from ${since} until before ${before}${what}. Nothing is recorded.`,
    ...(rejectedCalls === 0
      ? []
      : [`  ${counted(rejectedCalls, 'call')} would be refused: ${printable(rejected?.message ?? '')}`]),
    ...totals(simulation),
    ...payees(simulation),
    ...versions(simulation),
  ].join('\n')
}

function totals({ totals: lines }: ReleaseSimulation): string[] {
  return lines
    .filter(({ difference }) => difference.gross !== '0')
    .map(
      ({ currency, difference }) =>
        `  ${currency}: gross ${difference.gross}, platform fee ${difference.fee} more`,
    )
}

function payees({ payees: lines, payeeCount }: ReleaseSimulation): string[] {
  const earning = lines.filter(({ difference }) => difference.earned !== '0' || difference.paid !== '0')
  const shown = earning.slice(0, shownMax)
  if (shown.length === 0) return ['', 'No payee would have had more.']
  const table = formatTable(shown, [
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'earned', of: ({ difference }) => difference.earned ?? '0', kind: 'amount' },
    { head: 'paid at once', of: ({ difference }) => difference.paid ?? '0', kind: 'amount' },
  ])
  const more = payeeCount - lines.length + earning.length - shown.length
  return ['', 'What each payee would have had more:', indent(table + moreOf(more, 'payees'))]
}

function versions({ versions: lines, versionCount }: ReleaseSimulation): string[] {
  const shown = lines.slice(0, shownMax)
  if (shown.length === 0) return []
  const table = formatTable(shown, [
    { head: 'version', of: ({ asset, version }) => `${asset}@${version}`, kind: 'name' },
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'calls', of: ({ difference }) => difference.direct ?? '0', kind: 'amount' },
    { head: 'fee', of: ({ difference }) => difference.fee ?? '0', kind: 'amount' },
    { head: 'costs', of: ({ difference }) => difference.cost ?? '0', kind: 'amount' },
    { head: 'to sources', of: ({ difference }) => difference.relativeOut ?? '0', kind: 'amount' },
    { head: 'absolute', of: ({ difference }) => difference.absoluteOut ?? '0', kind: 'amount' },
    { head: 'keeps', of: ({ difference }) => difference.retained ?? '0', kind: 'amount' },
  ])
  return [
    '',
    'What each version would have received and passed on more:',
    indent(table + moreOf(versionCount - shown.length, 'versions')),
  ]
}
