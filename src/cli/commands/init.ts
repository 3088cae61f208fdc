import { z } from 'zod'
import { fail } from '../../errors.ts'
import type { CommandDefinition } from './definition.ts'

const initReport = z.object({ data: z.string() })

export const initCommand: CommandDefinition = {
  usage: 'init',
  about: 'create the data folder',
  examples: ['headwater init --data ./books'],
  async run(session) {
    if (session.config.remote.url !== undefined)
      fail('usage.invalid', 'A data folder is created on this machine: leave `--url` out.')
    // Opening the ledger creates everything in the folder, so that a fault shows now and not at the first event.
    const { openHeadwater } = await import('../../ledger/open.ts')
    const headwater = await openHeadwater(session.config, { command: 'init', make: true })
    await headwater.shutdown()
    const { path } = headwater
    await session.out.object(initReport, { data: path })
    await session.out.text(
      `The data folder is ${path}\nNext: headwater ingest FILE, or headwater demo to see an example`,
    )
    return undefined
  },
}
