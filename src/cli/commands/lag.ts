import { z } from 'zod'
import type { Column } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

const partitionLag = z.object({
  topic: z.string(),
  partition: z.number(),
  next: z.number().nullable(),
  high: z.number(),
  lag: z.number(),
  from: z.enum(['log', 'group']),
  identities: z.enum(['all', 'own']).nullable(),
})

const columns: readonly Column<z.output<typeof partitionLag>>[] = [
  { head: 'topic', of: ({ topic }) => topic, kind: 'name' },
  { head: 'partition', of: ({ partition }) => partition, kind: 'number' },
  { head: 'next', of: ({ next }) => next, kind: 'number' },
  { head: 'high', of: ({ high }) => high, kind: 'number' },
  { head: 'lag', of: ({ lag }) => lag, kind: 'number' },
  { head: 'from', of: ({ from }) => from },
  { head: 'identities', of: ({ identities }) => identities },
]

export const lagCommand: CommandDefinition = {
  usage: 'lag',
  about: 'show how far Kafka topics are taken in, by partition',
  examples: ['headwater lag --brokers 127.0.0.1:9092 --topics calls'],
  lists: true,
  options: (command) =>
    command
      .option('--brokers <list>', 'HOST:PORT of brokers, separated by commas (or HEADWATER_KAFKA_BROKERS)')
      .option('--topics <list>', 'topics, separated by commas (or HEADWATER_KAFKA_TOPICS)')
      .option('--group <name>', 'consumer group (default: headwater, or HEADWATER_KAFKA_GROUP)'),
  async run(session) {
    const { readLag } = await import('../../processes/lag.ts')
    const lags = await readLag(session.config)
    await session.out.list({ schema: partitionLag, rows: lags, columns, none: 'No partition.' })
    return undefined
  },
}
