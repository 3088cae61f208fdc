import { claimTable } from '../../documents/tables/chains.ts'
import { fail } from '../../errors.ts'
import { onChain } from '../../service/schemas/index.ts'
import { exitCodes } from '../output/fault.ts'
import { counted } from '../output/table.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf } from './definition.ts'

/** Distributors are on such chains only. */
const evmChain = /^eip155:[1-9][0-9]{0,31}$/

interface Flags {
  readonly chain?: string
  readonly account?: string
  readonly payee?: string
  readonly update?: boolean
}

export const claimsCommand: CommandDefinition = {
  usage: 'claims',
  about: 'list what was published to accounts, what they can claim, and what they have claimed',
  examples: ['headwater claims --update', 'headwater claims --payee alice --json'],
  lists: true,
  options: (command) =>
    command
      .option('--chain <chain>', 'only this chain, as CAIP-2')
      .option('--account <account>', 'only this account, as CAIP-10')
      .option('--payee <payee>', "only this payee's accounts")
      .option('--update', 'read from the chains first what was claimed')
      .option('--chains <file>', 'the chains file, for --update'),
  async run(session, _operands, { chain, account, payee, update = false }: Flags) {
    if (account !== undefined && payee !== undefined)
      fail('usage.invalid', 'Give an account or a payee, not both.')
    if (chain !== undefined && !evmChain.test(chain))
      fail(
        'usage.invalid',
        `${JSON.stringify(chain)} is no EVM chain in the form of CAIP-2, such as eip155:8453.`,
      )
    let failed = false
    await session.with(update ? 'changes' : 'reads', async (headwater) => {
      if (update) {
        const { updateClaims } = await import('../../processes/publish.ts')
        const chains = chain === undefined ? undefined : [chain]
        for (const one of await updateClaims(headwater, session.config, { chains })) {
          const what =
            'fault' in one
              ? `${one.fault.code}: ${one.fault.message} ${one.fault.fix ?? ''}`
              : `${counted(one.claims, 'claim')} up to block ${one.block}${one.healed.length > 0 ? '; logs were missed, so every account was asked for' : ''}`
          failed ||= 'fault' in one
          session.streams.stderr.write(`${one.chain} ${one.distributor}: ${what}\n`)
        }
      }
      const filter = givenOptions({ chain, account, payee })
      await session.out.list({
        schema: onChain,
        rows: pagesOf((page) => headwater.claims({ ...page, ...filter })),
        ...claimTable,
        none: noneOf('Nothing is published.', filter),
      })
    })
    return failed ? exitCodes.checkFailed : undefined
  },
}
