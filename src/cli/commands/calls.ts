import { Option } from 'commander'
import { callGroupTable, callTable, payeeCallTable } from '../../documents/tables/calls.ts'
import { fail } from '../../errors.ts'
import type { CallQuery, CallState } from '../../service/headwater.ts'
import { callStates } from '../../service/headwater.ts'
import { callGroup, listedCall, payeeCall } from '../../service/schemas/index.ts'
import { readDay } from '../../service/times.ts'
import type { Session } from '../session.ts'
import { type CommandDefinition, givenOptions, pagesOf, parseEpochNumber } from './definition.ts'

interface Options {
  readonly asset?: string
  readonly day?: string
  readonly state?: CallState
  readonly each?: boolean
  readonly payee?: string
  readonly epoch?: string
  readonly version?: string
}

export const callsCommand: CommandDefinition = {
  usage: 'calls',
  about: 'count calls and their amounts by asset, day and state; with an asset and a day, list the calls',
  examples: [
    'headwater calls',
    'headwater calls --state suspense',
    'headwater calls --asset model:acme/chat --day 2026-10-01 --state suspense',
    'headwater calls --epoch 2 --asset model:acme/chat --version 1.0',
    'headwater calls --payee alice --epoch 2 --csv',
  ],
  lists: true,
  options: (command) =>
    command
      .option('--asset <asset>', 'only calls that name this asset')
      .option('--day <day>', 'only calls of this day in UTC')
      .addOption(new Option('--state <state>', 'only calls in this state').choices(callStates))
      .option('--payee <payee>', 'the calls of an epoch that paid this payee, with its parts')
      .option('--epoch <number>', 'list the calls that this epoch settled (with --payee by default the last)')
      .option(
        '--version <version>',
        'list the calls that this version of the asset serves; with --payee those it pays by',
      )
      .option('--each', 'list the calls, whatever the other options are'),
  async run(session, _operands, options: Options) {
    if (options.payee !== undefined) return listPayeeCalls(session, options.payee, options)
    const { asset, day, state, each = false } = options
    if (options.version !== undefined && asset === undefined)
      fail('usage.invalid', 'A version is one of an asset: give `--asset` with `--version`.')
    const query: CallQuery = givenOptions({
      asset,
      day: day === undefined ? undefined : readDay(day, '--day'),
      state,
    })
    const settled = givenOptions({
      version: options.version,
      epoch: options.epoch === undefined ? undefined : parseEpochNumber(options.epoch),
    })
    const one = each || (asset !== undefined && day !== undefined) || Object.keys(settled).length > 0
    const none = 'No such call.'
    await session.with('reads', (headwater) =>
      one
        ? session.out.list({
            schema: listedCall,
            rows: pagesOf((page) => headwater.calls({ ...page, ...query, ...settled })),
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

async function listPayeeCalls(
  session: Session,
  payee: string,
  { asset, version, epoch, day, state, each }: Options,
): Promise<undefined> {
  if (day !== undefined || state !== undefined || each)
    fail('usage.invalid', 'With `--payee` calls are of an epoch: leave out `--day`, `--state` and `--each`.')
  const query = givenOptions({
    ...{ asset, version },
    epoch: epoch === undefined ? undefined : parseEpochNumber(epoch),
  })
  await session.with('reads', (headwater) =>
    session.out.list({
      schema: payeeCall,
      rows: pagesOf((page) => headwater.payeeCalls(payee, { ...page, ...query })),
      ...payeeCallTable,
      none: 'No call paid this payee in the epoch.',
    }),
  )
  return undefined
}
