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
    for (const proof of report.proofs) {
      const { chain, root, token, format, currency, cumulative, index, amount } = proof
      const paid =
        cumulative === undefined
          ? `${amount} atoms paid by epoch ${report.epoch}, to be claimed once as index ${index}`
          : `${cumulative} atoms ever paid by epoch ${report.epoch}`
      const lines = [
        `${chain}, token ${token}${currency === null ? '' : ` (${currency})`}: ${paid}`,
        ...(format === undefined ? [] : [`  format ${format}`]),
        `  root  ${root}`,
        ...listed('proof', proof.proof),
        ...(proof.earnerProof === undefined
          ? []
          : [
              `  token index ${proof.tokenIndex}, token root ${proof.tokenRoot}, earner index ${proof.earnerIndex}`,
              ...listed('earner', proof.earnerProof),
            ]),
      ]
      await session.out.text(lines.join('\n'))
    }
    return undefined
  },
}

function listed(name: string, nodes: readonly string[]): string[] {
  return nodes.map((node, index) => `  ${index === 0 ? name : ' '.repeat(name.length)} ${node}`)
}
