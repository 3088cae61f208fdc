import { Option } from 'commander'
import { callGroupTable, callTable } from '../../documents/tables/calls.ts'
import type { CallQuery, CallState } from '../../service/headwater.ts'
import { callStates } from '../../service/headwater.ts'
import { callGroup, listedCall } from '../../service/schemas/index.ts'
import { readDay } from '../../service/times.ts'
import { type CommandDefinition, givenOptions, pagesOf } from './definition.ts'

interface Options {
  readonly asset?: string
  readonly day?: string
  readonly state?: CallState
  readonly each?: boolean
}

export const callsCommand: CommandDefinition = {
  usage: 'calls',
  about: 'count calls and their amounts by asset, day and state; with an asset and a day, list the calls',
  examples: [
    'headwater calls',
    'headwater calls --state suspense',
    'headwater calls --asset model:acme/chat --day 2026-10-01 --state suspense',
  ],
  lists: true,
  options: (command) =>
    command
      .option('--asset <asset>', 'only calls that name this asset')
      .option('--day <day>', 'only calls of this day in UTC')
      .addOption(new Option('--state <state>', 'only calls in this state').choices(callStates))
      .option('--each', 'list the calls, whatever the other options are'),
  async run(session, _operands, { asset, day, state, each = false }: Options) {
    const query: CallQuery = givenOptions({
      asset,
      day: day === undefined ? undefined : readDay(day, '--day'),
      state,
    })
    const one = each || (asset !== undefined && day !== undefined)
    const none = 'No such call.'
    await session.with('reads', (headwater) =>
      one
        ? session.out.list({
            schema: listedCall,
            rows: pagesOf((page) => headwater.calls({ ...page, ...query })),
            ...callTable,
            none,
          })
        : session.out.list({
            schema: callGroup,
            rows: pagesOf((page) => headwater.callGroups({ ...page, ...query })),
            ...callGroupTable,
            none,
          }),
    )
    return undefined
  },
}
