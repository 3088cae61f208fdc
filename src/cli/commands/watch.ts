import { z } from 'zod'
import { counted } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

const startReport = z.object({ pid: z.number(), data: z.string(), chains: z.array(z.string()) })
const endReport = z.object({
  accepted: z.number(),
  duplicate: z.number(),
  conflict: z.number(),
  rejected: z.number(),
  chains: z.array(
    z.object({
      chain: z.string(),
      latest: z.number(),
      final: z.number(),
      next: z.number(),
      partitions: z.array(
        z.object({ watched: z.string(), next: z.number(), checkpoint: z.number().nullable() }),
      ),
      stopped: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
})

export const watchCommand: CommandDefinition = {
  usage: 'watch',
  about: 'take in events and payments of chains, until stopped or caught up',
  examples: ['headwater watch --chains chains.yaml', 'headwater watch --chains chains.yaml --once'],
  options: (command) =>
    command
      .option(
        '--chains <file>',
        'the chains file (default: chains.yaml in the data folder, or HEADWATER_CHAINS)',
      )
      .option('--threads <number>', 'threads that take events in (default: the cores, or HEADWATER_THREADS)')
      .option('--story', 'only what the chains file says of Story Protocol')
      .option('--once', 'end when everything that is final now is durable'),
  async run(session, _: [], options: { once?: boolean; story?: boolean }) {
    const { watch } = await import('../../processes/watch.ts')
    const { chains, ...counts } = await watch(session.config, {
      once: options.once ?? false,
      storyOnly: options.story ?? false,
      onStarted: async ({ data, chains: watched }) => {
        await session.out.object(startReport, { pid: process.pid, data, chains: [...watched] })
        await session.out.text(`Watching ${watched.join(', ')} into ${data}. Stop: Ctrl-C`)
      },
    })
    const shown = chains.map(({ chain, latest, final, next, partitions, stopped }) => ({
      chain,
      latest,
      final,
      next,
      partitions: partitions.map((one) => ({ ...one, checkpoint: one.checkpoint ?? null })),
      stopped,
    }))
    await session.out.object(endReport, { ...counts, chains: shown })
    const { accepted, duplicate, conflict, rejected } = counts
    await session.out.text(
      `${counted(accepted, 'event')} accepted, ${duplicate} duplicate, ${conflict} conflict, ${rejected} rejected`,
    )
    for (const { chain, next, final, stopped } of chains) {
      const state =
        stopped === null
          ? `read up to block ${next - 1}, final up to ${final}`
          : `stopped: ${stopped.message}`
      await session.out.text(`${chain}: ${state}`)
    }
    return chains.some(({ stopped }) => stopped !== null) ? 1 : undefined
  },
}
