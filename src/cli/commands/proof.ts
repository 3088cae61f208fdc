import { proofReport } from '../../service/schemas/index.ts'
import { type CommandDefinition, parseEpochNumber } from './definition.ts'

export const proofCommand: CommandDefinition = {
  usage: 'proof <account>',
  about: 'show Merkle proofs of everything paid to an account',
  examples: [
    'headwater proof 0x9fC3dA866E7DF3a1c57adE1a97c9f00a70f010c8',
    'headwater proof eip155:8453:0x9f… --epoch 1 --json',
  ],
  options: (command) => command.option('--epoch <number>', 'as of this epoch (default: the last)'),
  async run(session, [account]: [string], { epoch }: { epoch?: string }) {
    const number = epoch === undefined ? undefined : parseEpochNumber(epoch)
    const report = await session.with('reads', (headwater) => headwater.proof(account, number))
    await session.out.object(proofReport, report)
    for (const { chain, root, token, currency, cumulative, proof } of report.proofs) {
      const lines = [
        `${chain}, token ${token}${currency === null ? '' : ` (${currency})`}: ${cumulative} atoms ever paid by epoch ${report.epoch}`,
        `  root  ${root}`,
        ...proof.map((node, index) => `  ${index === 0 ? 'proof' : '     '} ${node}`),
      ]
      await session.out.text(lines.join('\n'))
    }
    return undefined
  },
}
