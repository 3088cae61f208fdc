import { z } from 'zod'
import type { Config } from '../../config.ts'
import { fail } from '../../errors.ts'
import type { DemoOnChain } from '../../processes/demoChain.ts'
import type { Headwater } from '../../service/headwater.ts'
import { epochReport, ingestReport } from '../../service/schemas/index.ts'
import { exitCodes } from '../output/fault.ts'
import type { CommandDefinition } from './definition.ts'

/** Not the default folder nor that of the environment: those may have real books. */
const demoFolder = './.headwater-demo'

const demoReport = z.object({
  data: z.string(),
  inputs: z.array(z.object({ name: z.string(), report: ingestReport })),
  epochs: z.array(epochReport),
  verified: z.boolean(),
  /** With `--chain`. */
  chain: z.unknown().optional(),
})

export const demoCommand: CommandDefinition = {
  usage: 'demo',
  about: 'run the whole process on an example: real models and datasets, two months of calls, two epochs',
  examples: ['headwater demo', 'headwater demo --chain', 'headwater demo --data ./my-demo'],
  options: (command) =>
    command.option(
      '--chain',
      'settle the last epoch on a local chain too; needs the package @foundry-rs/anvil',
    ),
  async run(session, _operands, { chain: onChain = false }: { chain?: boolean }) {
    if (session.given.url !== undefined)
      fail('usage.invalid', 'The demo creates its own folder: leave `--url` out.')
    const folder = session.given.data ?? demoFolder
    const [{ runDemo }, { openHeadwater }] = await Promise.all([
      import('../demo/index.ts'),
      import('../../ledger/open.ts'),
    ])
    // Servers of the environment are for real books. The demo uses a server only where the command line names it.
    const clickhouse = session.given.clickhouse === undefined ? undefined : session.config.clickhouse
    const eventstore = session.given.eventstore === undefined ? undefined : session.config.eventstore
    const sections: string[] = []
    const progress = (step: string) => void session.streams.stderr.write(`${step}\n`)
    const config = {
      ...session.config,
      clickhouse,
      eventstore,
      data: { ...session.config.data, folder },
    }
    await using chain = onChain ? await startChain(config, progress) : undefined
    const result = await runDemo({
      folder,
      openHeadwater: () => openHeadwater(config, { command: 'demo', make: true }),
      write: (text) => sections.push(text),
      progress,
      chain,
    })
    await session.out.text(sections.join('\n'))
    await session.out.object(demoReport, {
      data: folder,
      ...result,
      ...(chain?.result && { chain: chain.result }),
    })
    return result.verified ? undefined : exitCodes.checkFailed
  },
}

async function startChain(config: Config, progress: (step: string) => void) {
  const [{ startDemoNode }, { onChain }] = await Promise.all([
    import('../../processes/demoChain.ts'),
    import('../demo/chainReport.ts'),
  ])
  const node = await startDemoNode()
  const chain = {
    events: node.events,
    /** What was settled, once it is. */
    result: undefined as DemoOnChain | undefined,
    async settle(headwater: Headwater) {
      chain.result = await node.settle(headwater, config, progress)
      return onChain(chain.result)
    },
    [Symbol.asyncDispose]: () => node[Symbol.asyncDispose](),
  }
  return chain
}
