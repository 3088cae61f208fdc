import type { Command } from 'commander'
import { z } from 'zod'
import type { Column } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

const status = z.object({
  chain: z.string(),
  watched: z.string(),
  next: z.number().nullable(),
  final: z.number().nullable(),
  lag: z.number().nullable(),
  age: z.number().nullable(),
  state: z.enum(['ok', 'behind', 'unreachable', 'unknown', 'waiting', 'stopped']),
  why: z.string().nullable(),
})
const statusColumns: readonly Column<z.output<typeof status>>[] = [
  { head: 'chain', of: ({ chain }) => chain, kind: 'name' },
  { head: 'watched', of: ({ watched }) => watched, kind: 'name' },
  { head: 'next', of: ({ next }) => next, kind: 'number' },
  { head: 'final', of: ({ final }) => final, kind: 'number' },
  { head: 'lag', of: ({ lag }) => lag, kind: 'number' },
  { head: 'age', of: ({ age }) => age, kind: 'number' },
  { head: 'state', of: ({ state }) => state },
  { head: 'why', of: ({ why }) => why },
]

const entry = z.object({
  chain: z.string(),
  watched: z.string(),
  block: z.number(),
  kind: z.string(),
  place: z.string(),
  what: z.string(),
})
const entryColumns: readonly Column<z.output<typeof entry>>[] = [
  { head: 'chain', of: ({ chain }) => chain, kind: 'name' },
  { head: 'watched', of: ({ watched }) => watched, kind: 'name' },
  { head: 'block', of: ({ block }) => block, kind: 'number' },
  { head: 'kind', of: ({ kind }) => kind },
  { head: 'what', of: ({ what }) => what },
]

const accepted = z.object({
  watched: z.string(),
  shared: z.number(),
  next: z.number(),
  doubted: z.number(),
})

const chainsOption = (command: Command) =>
  command.option(
    '--chains <file>',
    'the chains file (default: chains.yaml in the data folder, or HEADWATER_CHAINS)',
  )

export const chainStatusCommand: CommandDefinition = {
  usage: 'status',
  about: 'show how far each watched chain is taken in',
  examples: ['headwater chain status --chains chains.yaml'],
  lists: true,
  options: chainsOption,
  async run(session) {
    const { chainStatus } = await import('../../processes/chains.ts')
    const rows = await chainStatus(session.config)
    await session.out.list({ schema: status, rows, columns: statusColumns, none: 'Nothing is watched.' })
    return rows.every(({ state }) => state === 'ok') ? undefined : 1
  },
}

export const chainListedCommand: CommandDefinition = {
  usage: 'listed',
  about: 'list what was seen on chains and became no event',
  examples: ['headwater chain listed --chains chains.yaml'],
  lists: true,
  options: chainsOption,
  async run(session) {
    const { listedOnChains } = await import('../../processes/chains.ts')
    const rows = await listedOnChains(session.config)
    await session.out.list({ schema: entry, rows, columns: entryColumns, none: 'Nothing is listed.' })
    return undefined
  },
}

export const chainAcceptCommand: CommandDefinition = {
  usage: 'accept <chain> <blockhash>',
  about: 'accept a reorg of final blocks, by a block of the branch that counts',
  examples: [`headwater chain accept eip155:8453 0x${'5f'.repeat(32)}`],
  options: chainsOption,
  async run(session, [chain, hash]: [string, string]) {
    const { acceptOnChain } = await import('../../processes/chains.ts')
    const partitions = await acceptOnChain(session.config, chain, hash)
    for (const partition of partitions) {
      await session.out.object(accepted, partition)
      const { watched, shared, next, doubted } = partition
      await session.out.text(
        `${watched}: the branches part after block ${shared}; ${doubted} recorded events are looked for on the other one. The next watch reads from block ${next}.`,
      )
    }
    return undefined
  },
}
