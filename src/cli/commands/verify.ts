import type { CloseProgress, VerifyReport } from '../../service/headwater.ts'
import { verifyReport } from '../../service/schemas/index.ts'
import { exitCodes } from '../output/fault.ts'
import { describeStage } from '../output/progress.ts'
import { counted } from '../output/table.ts'
import { type CommandDefinition, parseEpochNumber } from './definition.ts'

export const verifyCommand: CommandDefinition = {
  usage: 'verify [epoch]',
  about: 'recompute one epoch, or all, from the logs and compare; exit code 1 on any difference',
  examples: [
    'headwater verify',
    'headwater verify 2 --json',
    'headwater verify --full',
    'headwater verify --against manifest-3.json',
  ],
  options: (command) =>
    command
      .option('--full', 'sum all calls ever recorded again, in place of the checkpoints of earlier epochs')
      .option(
        '--against <manifest>',
        'a manifest or its hash, kept elsewhere: a file, lines of `epochs --json`, or 64 hex digits. Fails where this ledger has no such epoch',
      ),
  async run(session, [epoch]: [string | undefined], { full, against }: { full?: true; against?: string }) {
    const number = epoch === undefined ? undefined : parseEpochNumber(epoch)
    const progress = session.progress('verify')
    let allAgree = true
    let count = 0
    await session.with('reads', async (headwater) => {
      if (against !== undefined) {
        const { requireManifests } = await import('./verify/against.ts')
        const found = await requireManifests(headwater, against)
        await session.out.text(() => `This ledger has the ${counted(found, 'manifest')} of ${against}.`)
      }
      let shown = false
      const onProgress = ({ stage, millisecondsLeft, ...part }: CloseProgress) => {
        shown = true
        progress.update({ ...part, note: describeStage(stage, millisecondsLeft) })
      }
      for await (const report of headwater.verify(number, { full, onProgress })) {
        count++
        allAgree &&= report.ok
        // A server reports no progress.
        if (!shown) progress.update({ note: `epoch ${report.epoch}` })
        await session.out.object(verifyReport, report)
        await session.out.text(() => describe(report))
      }
    })
    progress.stop()
    if (count === 0) await session.out.text('No epoch is closed yet: there is nothing to verify.')
    return allAgree ? undefined : exitCodes.checkFailed
  },
}

function describe({ epoch, ok, checks }: VerifyReport): string {
  const lines = checks.map(({ name, ok, detail }) => `  ${ok ? 'ok     ' : 'DIFFERS'}  ${name}: ${detail}`)
  return [`Epoch ${epoch}: ${ok ? 'verified' : 'DOES NOT AGREE with the logs'}`, ...lines].join('\n')
}
