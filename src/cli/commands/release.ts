/** Releases an agent from its file, after showing what every payee would get of a call. */
import { readFileSync } from 'node:fs'
import { fail } from '../../errors.ts'
import {
  type CompositionPreview,
  type EventResult,
  type Headwater,
  standardInputOrigin,
} from '../../service/headwater.ts'
import { shownName } from '../../service/names.ts'
import { releaseReport } from '../../service/schemas/index.ts'
import { exitCodes } from '../output/fault.ts'
import { formatTable, printable } from '../output/table.ts'
import { type CommandDefinition, givenOptions } from './definition.ts'
import { indent } from './epochs.ts'
import { describePayees } from './explain.ts'
import { type SimulationFlags, simulateRelease } from './releaseSimulation.ts'

interface Flags extends SimulationFlags {
  readonly dryRun?: boolean
  readonly simulate?: string
  readonly amount?: string
  readonly currency?: string
}

export const releaseCommand: CommandDefinition = {
  usage: 'release <file>',
  about: 'release an agent from its file: check it, show what every payee gets of a call, and record it',
  examples: [
    'headwater release agent.yaml --dry-run --amount 1 --currency USDC',
    'headwater release agent.yaml --simulate agent:acme/helper --json',
    'headwater release agent.yaml --json',
  ],
  options: (command) =>
    command
      .option('--dry-run', 'only check and show; record nothing')
      .option('--amount <amount>', 'of the call that is shown (default: priced by the rate card)')
      .option('--currency <currency>', 'of that amount')
      .option(
        '--simulate <asset>',
        'record nothing; show what the agent would have earned and paid with the calls of this asset',
      )
      .option('--since <time>', 'of these calls: a day or a time (default: the last whole month)')
      .option('--before <time>', 'of these calls: where they end (default: one month after --since)')
      .option('--price <price>', 'of these calls: recorded (the default), or rate for the rate card'),
  async run(session, [file]: [string], flags: Flags) {
    const { dryRun = false, amount, currency, simulate, since, before, price } = flags
    const text = readFile(file)
    if (simulate !== undefined) {
      if (amount !== undefined || currency !== undefined)
        fail(
          'usage.invalid',
          '--amount and --currency are of one call, and --simulate takes the calls of an asset.',
        )
      return simulateRelease(session, text, simulate, flags)
    }
    if (since !== undefined || before !== undefined || price !== undefined)
      fail('usage.invalid', '--since, --before and --price are of the calls of --simulate.')
    const report = await session.with('writes', async (headwater) => {
      const preview = await headwater.compose(text, { call: givenOptions({ amount, currency }) })
      const isSent = preview.releasable && !dryRun
      return { ...preview, results: isSent ? await send(headwater, preview) : null }
    })
    await session.out.object(releaseReport, report)
    await session.out.text(() => describe(report))
    const isRefused = (report.results ?? []).some(({ status }) => !['accepted', 'queued'].includes(status))
    return report.faults.length > 0 || isRefused ? exitCodes.checkFailed : undefined
  },
}

/** @throws HeadwaterError `input.unreadable` */
function readFile(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    const name = file === '-' ? standardInputOrigin : file
    return fail('input.unreadable', `The file ${name} can't be read: ${(error as Error).message}.`)
  }
}

function send(headwater: Headwater, { events }: CompositionPreview): Promise<readonly EventResult[]> {
  const body = events.map((event) => `${JSON.stringify(event)}\n`).join('')
  return headwater.submit(Buffer.from(body), { origin: 'release', format: 'cloudevents' })
}

type Report = CompositionPreview & { readonly results: readonly EventResult[] | null }

function describe(report: Report): string {
  const { composition, uses, promised, call, callFault, faults } = report
  const lines: string[] = [opening(report)]
  for (const { code, message, path, fix } of faults)
    lines.push(`  ${code}: ${printable(message)}${path === '' ? '' : ` (at ${path})`}`, `    ${fix}`)
  if (uses.length > 0) {
    const terms = composition!.uses!
    const rows = uses.map((use, at) => ({ ...use, ...terms[at]!, version: use.version }))
    const table = formatTable(rows, [
      {
        head: 'uses',
        of: ({ asset, version }) => (version === null ? asset : `${asset}@${version}`),
        kind: 'name',
      },
      { head: 'owner', of: ({ owner }) => owner ?? '', kind: 'name' },
      { head: 'relation', of: ({ relation }) => relation },
      { head: 'policy', of: ({ policy }) => policy },
      { head: 'share', of: ({ share }) => share, kind: 'amount' },
      { head: 'takes', of: ({ promised: takes }) => takes ?? '', kind: 'amount' },
    ])
    lines.push('', indent(table))
    if (promised !== null) lines.push(`  All together they take ${promised} of what it receives.`)
  }
  if (call !== null) {
    const price = `${call.amount} ${call.currency}${call.priced ? ', by the rate card' : ''}`
    lines.push('', `Of a call of ${price}:`, indent(describePayees(call.payees, call.payeeCount)))
    if (call.rounding !== '0') lines.push(`  rounding: ${call.rounding}`)
  }
  if (callFault !== null)
    lines.push(
      '',
      `A call has no price: ${printable(callFault.message)} Name one with --amount and --currency.`,
    )
  return lines.join('\n')
}

function opening({ composition, releasable, recorded, events, results, faults }: Report): string {
  if (composition === null) return 'This is not the file of an agent:'
  const name = `${shownName(composition.asset)} ${printable(composition.version)}`
  if (recorded) return `${name} is released already, as the file says it.`
  if (!releasable) return `The release of ${name} would be refused${faults.length > 1 ? ', and why' : ''}:`
  const what = events.length === 1 ? 'one event' : `${events.length} events`
  if (results === null) return `${name} can be released, with ${what}. Nothing is recorded.`
  const refused = results.filter(({ fault }) => fault !== undefined)
  if (refused.length > 0)
    return `The ledger changed meanwhile, and refused ${refused.map(({ fault }) => `${fault!.code}: ${printable(fault!.message)}`).join('; ')}`
  const queued = results.some(({ status }) => status === 'queued')
  return queued ? `${name} is queued, with ${what}.` : `${name} is released, with ${what}.`
}
