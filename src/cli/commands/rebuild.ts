import { fail } from '../../errors.ts'
import type { RebuildReport } from '../../service/headwater.ts'
import { rebuildReport } from '../../service/schemas/index.ts'
import { exitCodes } from '../output/fault.ts'
import { describeStage } from '../output/progress.ts'
import { counted, printable } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

export const rebuildCommand: CommandDefinition = {
  usage: 'rebuild',
  about: 'compute books, identity index and registry store again from the logs, and swap what differs',
  examples: ['headwater rebuild', 'headwater rebuild --dry-run --json'],
  options: (command) =>
    command.option('--dry-run', 'compare only, and change nothing; exit code 1 if anything differs'),
  async run(session, _: [], { dryRun = false }: { dryRun?: boolean }) {
    const { config } = session
    if (config.remote.url !== undefined) {
      fail(
        'usage.invalid',
        'A rebuild needs the data folder itself, not a server: stop the server, and leave out --url and HEADWATER_URL.',
      )
    }
    const progress = session.progress('rebuild')
    const { rebuildProjections } = await import('../../ledger/open.ts')
    const report = await rebuildProjections(config, {
      dryRun,
      onProgress: ({ stage, millisecondsLeft, ...part }) =>
        progress.update({ ...part, note: describeStage(stage, millisecondsLeft) }),
    }).finally(() => progress.stop())
    await session.out.object(rebuildReport, report)
    await session.out.text(() => describe(report))
    return report.ok ? undefined : exitCodes.checkFailed
  },
}

function describe({ dryRun, refused, refusedCount, books, registry, identities }: RebuildReport): string {
  if (registry === null || identities === null) {
    return [
      'Nothing was swapped: the logs do not agree with what was settled.',
      ...sentences(refused, refusedCount),
      'Restore the data folder from a backup.',
    ].join('\n')
  }
  const swapped = dryRun ? 'would be swapped' : 'swapped'
  const { epochs, replaced, differences, differenceCount, removedAttempts } = books
  const lines = [
    replaced.length === 0
      ? `books: those of ${counted(epochs, 'epoch')} are as computed`
      : `books: ${counted(differenceCount, 'difference')}; ${swapped}: ${replaced.length} of ${counted(epochs, 'epoch')}`,
    ...sentences(differences, differenceCount),
  ]
  if (removedAttempts > 0) lines.push(`  removed: ${counted(removedAttempts, 'attempt')} of no epoch`)
  const store = registry.differed ? `the store differed; ${swapped}` : 'the store is as computed'
  lines.push(`registry: ${counted(registry.events, 'event')}; ${store}`)
  const same = identities.differences.length === 0
  lines.push(
    `identity index: ${counted(identities.count, 'known event')}; ${same ? 'as computed' : swapped}`,
    ...identities.differences.map((sentence) => `  ${sentence}`),
  )
  return lines.join('\n')
}

function sentences(
  listed: readonly { epoch: number; check: string; detail: string }[],
  count: number,
): string[] {
  const lines = listed.map(({ epoch, check, detail }) => `  epoch ${epoch}, ${check}: ${printable(detail)}`)
  return count > listed.length ? [...lines, `  ${count - listed.length} more.`] : lines
}
