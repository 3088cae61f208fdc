import { z } from 'zod'
import { fail } from '../../errors.ts'
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
})

export const demoCommand: CommandDefinition = {
  usage: 'demo',
  about: 'run the whole process on an example: real models and datasets, two months of calls, two epochs',
  examples: ['headwater demo', 'headwater demo --data ./my-demo'],
  async run(session) {
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
    const result = await runDemo({
      folder,
      openHeadwater: (folder) => {
        const data = { ...session.config.data, folder }
        return openHeadwater(
          { ...session.config, clickhouse, eventstore, data },
          { command: 'demo', make: true },
        )
      },
      write: (text) => sections.push(text),
      progress: (step) => session.streams.stderr.write(`${step}\n`),
    })
    await session.out.text(sections.join('\n'))
    await session.out.object(demoReport, { data: folder, ...result })
    return result.verified ? undefined : exitCodes.checkFailed
  },
}
