import { z } from 'zod'
import type { Config } from '../../config.ts'
import { fail } from '../../errors.ts'
import type { DemoOnChain } from '../../processes/demoChain.ts'
import type { Headwater } from '../../service/headwater.ts'
import { epochReport, ingestReport } from '../../service/schemas/index.ts'
import { exitCodes } from '../output/fault.ts'
import type { Session } from '../session.ts'
import type { CommandDefinition } from './definition.ts'

/** Not the default folder nor that of the environment: those may have real books. */
const demoFolder = './.headwater-demo'

const serverReport = z.object({ url: z.string(), pid: z.number(), data: z.string() })

interface DemoFlags {
  readonly chain?: boolean
  readonly open?: boolean
  readonly port: string
}

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
  examples: [
    'headwater demo',
    'headwater demo --open',
    'headwater demo --chain',
    'headwater demo --data ./my-demo',
  ],
  options: (command) =>
    command
      .option('--chain', 'settle the last epoch on a local chain too; needs the package @foundry-rs/anvil')
      .option('--open', 'then serve the console with these books until stopped, and open it in a browser')
      .option('--port <port>', 'with --open: the port to listen on (default: a free one)', '0'),
  async run(session, _operands, { chain: onChain = false, open = false, port }: DemoFlags) {
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
    if (open) await serveDemo(session, config, port)
    return result.verified ? undefined : exitCodes.checkFailed
  },
}

/** On loopback, without keys: the example has no secrets, and the settings of the environment are for real books. */
async function serveDemo({ out }: Session, config: Config, port: string): Promise<void> {
  const [{ serve }, { openBrowser }] = await Promise.all([
    import('../../processes/serve.ts'),
    import('../demo/openBrowser.ts'),
  ])
  const api = { ...config.api, host: '127.0.0.1', port: parsePort(port), keys: [], keysFile: undefined }
  await serve({ ...config, api, kafka: { ...config.kafka, brokers: [] } }, async ({ url, data }) => {
    await out.object(serverReport, { url, pid: process.pid, data })
    const isOpen = await openBrowser(url)
    await out.text(
      `The console of the example: ${url}${isOpen ? '' : '   (open it in a browser)'}\nStop: Ctrl-C`,
    )
  })
}

function parsePort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  return fail(
    'usage.invalid',
    `A port must be a number from 0 to 65535, not ${JSON.stringify(text.slice(0, 64))}.`,
  )
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
