import { Option } from 'commander'
import type { CallGroupPage, CallPage, CallQuery, CallState } from '../../service/headwater.ts'
import { callStates } from '../../service/headwater.ts'
import { callGroup, listedCall } from '../../service/schemas/index.ts'
import { readDay } from '../../service/times.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, pagesOf } from './definition.ts'

const groupColumns: readonly Column<CallGroupPage['items'][number]>[] = [
  { head: 'asset', of: (group) => group.asset, kind: 'name' },
  { head: 'day', of: (group) => group.day },
  { head: 'currency', of: (group) => group.currency },
  { head: 'state', of: (group) => group.state },
  { head: 'calls', of: (group) => group.calls, kind: 'number' },
  { head: 'amount', of: (group) => group.amount, kind: 'amount' },
]

const callColumns: readonly Column<CallPage['items'][number]>[] = [
  { head: 'id', of: (call) => call.id, kind: 'name' },
  { head: 'source', of: (call) => call.source, kind: 'name' },
  { head: 'time', of: (call) => call.time, kind: 'time' },
  { head: 'asset', of: (call) => call.asset, kind: 'name' },
  { head: 'version', of: (call) => call.version },
  { head: 'currency', of: (call) => call.currency },
  { head: 'amount', of: (call) => call.amount, kind: 'amount' },
  { head: 'priced', of: (call) => call.priced, kind: 'flag' },
  { head: 'state', of: (call) => call.state },
]

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
            columns: callColumns,
            none,
          })
        : session.out.list({
            schema: callGroup,
            rows: pagesOf((page) => headwater.callGroups({ ...page, ...query })),
            columns: groupColumns,
            none,
          }),
    )
    return undefined
  },
}
