import { flowTable } from '../../documents/tables/flows.ts'
import { linesOf } from '../../documents/tables/table.ts'
import { fail } from '../../errors.ts'
import {
  type CallFlow,
  type EpochFlow,
  type FlowView,
  flowGroupings,
  flowTopDefault,
  flowTopMax,
} from '../../service/headwater.ts'
import { shownName } from '../../service/names.ts'
import { callFlowReport, epochFlowReport } from '../../service/schemas/index.ts'
import { counted, formatTable, printable } from '../output/table.ts'
import {
  type CommandDefinition,
  choiceOption,
  givenOptions,
  parseEpochNumber,
  parseWholeNumber,
} from './definition.ts'
import { indent } from './epochs.ts'

interface Options extends Omit<FlowView, 'top'> {
  readonly top?: string
  readonly call?: string
  readonly source?: string
}

export const flowCommand: CommandDefinition = {
  usage: 'flow [epoch]',
  about: 'show where the money of an epoch, or of one call, goes: from calls over assets to payees',
  examples: [
    'headwater flow 2',
    'headwater flow 2 --asset model:acme/chat',
    'headwater flow 2 --prefix dataset: --by owner --json',
    'headwater flow --call chatcmpl-8f3a',
  ],
  lists: true,
  options: (command) =>
    command
      .option('--call <id>', 'of this call instead of an epoch')
      .option('--source <source>', 'source of the call, where its id alone is not unique')
      .option('--currency <currency>', 'only in this currency')
      .option('--asset <asset>', 'only what goes to and from this asset')
      .option('--payee <payee>', 'only what this payee gets, from the assets that give to it')
      .option('--prefix <prefix>', 'show one by one only assets whose ids begin so')
      .option('--owner <payee>', 'show one by one only assets of this payee')
      .addOption(
        choiceOption(
          '--by <group>',
          'group the other assets by kind, owner or prefix (default: kind)',
          flowGroupings,
        ),
      )
      .option(
        '--top <number>',
        `assets of each level, and payees, that are shown one by one (default: ${flowTopDefault}, at most ${flowTopMax})`,
      ),
  async run(session, [epoch]: [string | undefined], options: Options) {
    if ((epoch === undefined) === (options.call === undefined))
      fail('usage.invalid', 'Give either the number of an epoch or a call with --call.')
    const view = viewOf(options)
    if (epoch === undefined) {
      const report = await session.with('reads', (headwater) =>
        headwater.callFlow(options.call!, options.source, view),
      )
      await session.out.object(callFlowReport, report)
      await session.out.table(flowTable, [report])
      await session.out.text(() =>
        describe(`Call ${shownName(report.id)} of ${shownName(report.source)}, ${report.time}`, report),
      )
      return undefined
    }
    if (options.source !== undefined) fail('usage.invalid', '--source is of a call, with --call.')
    const number = parseEpochNumber(epoch)
    const report = await session.with('reads', (headwater) => headwater.flow(number, view))
    await session.out.object(epochFlowReport, report)
    await session.out.table(flowTable, [report])
    await session.out.text(() => describe(`Epoch ${report.epoch}, until ${report.until}`, report))
    return undefined
  },
}

function viewOf({ call: _, source: __, by, top, ...options }: Options): FlowView {
  if (by !== undefined && !flowGroupings.includes(by))
    fail('usage.invalid', `Assets are grouped by ${flowGroupings.join(', ')}.`)
  const { currency, asset, payee, prefix, owner } = options
  return givenOptions({
    ...{ currency, asset, payee, prefix, owner, by },
    top: top === undefined ? undefined : parseWholeNumber(top, 'The number of assets'),
  })
}

type Flow = EpochFlow | CallFlow

function describe(head: string, report: Flow): string {
  const parts = report.currencies.map((flow) => {
    const { currency, gross, fee, earned, rounding, assets, payees } = flow
    const sums = `${gross} ${currency} of ${counted(assets, 'asset')} to ${counted(payees, 'payee')}: fee ${fee}, earned ${earned}, rounding ${rounding}`
    const table = formatTable(linesOf(flowTable, { currencies: [flow] }), flowTable.columns.slice(1))
    return `${sums}\n${indent(table)}`
  })
  if (parts.length === 0) parts.push('Nothing flowed.')
  return [printable(head), ...parts].join('\n\n')
}
