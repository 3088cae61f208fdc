import { webhookTable } from '../../documents/tables/operations.ts'
import { rewoundWebhook, webhookStanding } from '../../service/schemas/index.ts'
import { type CommandDefinition, parseEpochNumber } from './definition.ts'

export const noticesListCommand: CommandDefinition = {
  usage: 'list',
  about: 'list webhooks, with the last notice that each took, and those that were given up',
  examples: ['headwater notices list', 'headwater notices list --json | jq .givenUp'],
  lists: true,
  async run(session) {
    await session.with('reads', async (headwater) =>
      session.out.list({
        schema: webhookStanding,
        rows: (await headwater.webhooks()).items,
        ...webhookTable,
        none: 'No notice was sent so far: `serve` sends them to the webhooks of the notices file.',
      }),
    )
    return undefined
  },
}

export const noticesRewindCommand: CommandDefinition = {
  usage: 'rewind <webhook>',
  about: 'send the notices of an epoch, and of all that happened since, once more',
  examples: ['headwater notices rewind accounting --epoch 3'],
  options: (command) =>
    command.requiredOption('--epoch <number>', 'the first epoch whose notices are sent again'),
  async run(session, [webhook]: [string], options: { epoch: string }) {
    const epoch = parseEpochNumber(options.epoch)
    const rewound = await session.with('writes', (headwater) => headwater.rewindWebhook(webhook, { epoch }))
    await session.out.object(rewoundWebhook, rewound)
    await session.out.text(
      `A server sends ${webhook} the notices of epoch ${epoch}, and all that came since, once more.`,
    )
    return undefined
  },
}
