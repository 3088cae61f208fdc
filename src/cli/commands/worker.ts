import { z } from 'zod'
import { counted } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

const startReport = z.object({
  pid: z.number(),
  data: z.string(),
  topics: z.array(z.string()),
  group: z.string(),
  identities: z.enum(['all', 'own']),
  url: z.string().optional(),
})
const endReport = z.object({
  accepted: z.number(),
  duplicate: z.number(),
  conflict: z.number(),
  rejected: z.number(),
  suspected: z.number().optional(),
})

export const workerCommand: CommandDefinition = {
  usage: 'worker',
  about: 'take in events from Kafka topics, until stopped or caught up',
  examples: [
    'headwater worker --brokers 127.0.0.1:9092 --topics calls',
    'headwater worker --brokers k1:9092,k2:9092 --topics registry,calls --group books --until-caught-up',
    'headwater worker --brokers 127.0.0.1:9092 --topics registry,calls --port 8787',
  ],
  options: (command) =>
    command
      .option('--brokers <list>', 'HOST:PORT of brokers, separated by commas (or HEADWATER_KAFKA_BROKERS)')
      .option('--topics <list>', 'topics to take in, separated by commas (or HEADWATER_KAFKA_TOPICS)')
      .option('--group <name>', 'consumer group (default: headwater, or HEADWATER_KAFKA_GROUP)')
      .option('--dead-letter <topic>', 'topic for refused events (default: headwater.dead-letter)')
      .option('--port <port>', 'also serve the API, on this port; 0 for a free one (default: do not serve)')
      .option('--host <address>', 'address of the API (default: 127.0.0.1, or HEADWATER_HOST)')
      .option('--keys <file>', 'JSON file with the API keys: [{"name","sha256","scopes"}]')
      .option('--threads <number>', 'threads that take events in (default: the cores, or HEADWATER_THREADS)')
      .option('--identities <which>', 'identities that it knows: all, or own for one of many workers')
      .option('--until-caught-up', 'end when everything that is in the topics now is durable'),
  async run(session, _: [], options: { untilCaughtUp?: boolean }) {
    const { config } = session
    const { work } = await import('../../processes/worker.ts')
    const report = await work(config, {
      untilCaughtUp: options.untilCaughtUp ?? false,
      serves: session.given.port !== undefined,
      onStarted: async ({ data, url }) => {
        const topics = [...config.kafka.topics]
        await session.out.object(startReport, {
          pid: process.pid,
          data,
          topics,
          group: config.kafka.group,
          identities: config.kafka.identities,
          ...(url !== undefined && { url }),
        })
        const answers = url === undefined ? '' : `, and answering requests at ${url}`
        await session.out.text(`Taking in ${topics.join(', ')} into ${data}${answers}. Stop: Ctrl-C`)
      },
    })
    const { suspected, ...counts } = report
    await session.out.object(endReport, suspected > 0 ? report : counts)
    await session.out.text(
      `${counted(report.accepted, 'event')} accepted${suspected > 0 ? ` (${suspected} may have been sent before under other names)` : ''}, ${report.duplicate} duplicate, ${report.conflict} conflict, ${report.rejected} rejected`,
    )
    return undefined
  },
}
