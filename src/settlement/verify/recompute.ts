/** Computes one epoch again from the logs: checks its inputs one by one, then runs the main path of the close. */

import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { checkpointOf, settledAlgorithmOf } from '../../log/manifest.ts'
import { hasCorrections } from '../close/corrections.ts'
import type { Standing } from '../close/payments.ts'
import { usageScope } from '../close/scope.ts'
import { type SettledEpoch, settle, settlementWindow } from '../close/settle.ts'
import { countAccepted } from '../close/totals.ts'
import { treeFormatsOf } from '../treeFormats.ts'
import { checkManifest } from './event.ts'
import { describeFields } from './fields.ts'
import type { Findings } from './findings.ts'
import { checkBatches, checkCheckpoint, checkDuplicates, type Verification } from './inputs.ts'

/**
 * `findings` receives each difference: in the log, in the rows, and between the manifest and the computed one.
 * @param readBefore gives the balances before the epoch; undefined where they are not known
 * @returns undefined where the epoch could not be computed
 */
export async function recompute(
  verification: Verification,
  findings: Findings,
  epoch: ClosedEpoch,
  readBefore: (previous: ClosedEpoch | undefined) => Promise<Standing | undefined>,
): Promise<SettledEpoch | undefined> {
  const { closed, usage, progress } = verification
  const previous = closed.get(epoch.epoch - 1)
  await checkManifest(findings, epoch, epoch.epoch === 1 ? 'none' : previous)
  if (epoch.epoch > 1 && !previous) {
    findings.differs('event', `Epoch ${epoch.epoch - 1}, on which this one stands, cannot be read.`)
    return undefined
  }
  // The events are read and applied here while the engine reads the rows.
  const [replayed, inputs] = await together(
    checkRegistry(verification, findings, epoch),
    checkInputs(verification, findings, epoch, () => readBefore(previous)),
  )
  if (!replayed || !inputs) return undefined

  const { registry, graph } = replayed
  const { scope, repeated, before, checkpoint } = inputs
  const ended = previous && { ...previous, ...(checkpoint && { waiting: checkpoint.waiting }) }
  const isBefore = (other: ClosedEpoch) => other.epoch < epoch.epoch
  const input = {
    epoch: epoch.epoch,
    until: epoch.until,
    position: epoch.position,
    window: settlementWindow(usageScope(scope, repeated.excluded), epoch.until, registry, ended),
    registry,
    graph,
    accepted: countAccepted(scope.batches, repeated),
    before,
    previous,
    checkpoint,
    // Calls of an epoch that cannot be read, which is reported, seem to be of the next.
    closed: hasCorrections(scope.batches) ? [...closed.values()].filter(isBefore) : undefined,
    leavesCheckpoint: checkpointOf(epoch.manifest) !== undefined,
  }
  const settled = await findings.check(
    'recomputation',
    'The manifest computed again is the same.',
    async () => {
      const settledAlgorithm = settledAlgorithmOf(epoch.manifest)
      const treeFormats = treeFormatsOf(epoch.manifest)
      const result = await settle(usage, { ...input, settledAlgorithm, treeFormats }, () => {})
      progress.finished(epoch.epoch, 'calls')
      for (const difference of describeFields(epoch.manifest, result.sealed.manifest)) {
        findings.differs('recomputation', `In the manifest ${difference}.`)
      }
      return result
    },
  )
  if (settled) {
    await findings.check(
      'controlTotals',
      'All calls ever recorded are settled, in suspense or pending.',
      async () => {
        for (const problem of settled.problems) findings.differs('controlTotals', problem)
      },
    )
  }
  return settled
}

/** What the epoch was computed from, but the registry. @returns undefined where it cannot be computed from it again */
async function checkInputs(
  verification: Verification,
  findings: Findings,
  epoch: ClosedEpoch,
  readBefore: () => Promise<Standing | undefined>,
) {
  const previous = verification.closed.get(epoch.epoch - 1)
  const scope = await checkBatches(verification, findings, epoch, previous)
  if (!scope) return undefined
  const repeated = await checkDuplicates(verification, findings, epoch, scope)
  verification.progress.finished(epoch.epoch, 'batches')
  const before = await readBefore()
  if (!repeated || !before) return undefined
  const checkpoint = await checkCheckpoint(verification, findings, previous, scope)
  return { scope, repeated, before, checkpoint }
}

/** Both results, once both have ended: a failure of one leaves nothing of the other at work. */
async function together<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other])
  return [await one, await other]
}

function checkRegistry({ replay }: Verification, findings: Findings, epoch: ClosedEpoch) {
  return findings.check(
    'registry',
    'The recorded registry events have the digest in the manifest.',
    async () => {
      const { registry, graph } = await replay.to(epoch.position)
      const { digests, log } = epoch.manifest
      if (registry.revision !== log.registryRevision) {
        findings.differs(
          'registry',
          `The registry has ${registry.revision + 1} events by then, and the manifest says ${log.registryRevision + 1}.`,
        )
      }
      if (registry.digest !== digests.registry) {
        findings.differs(
          'registry',
          `The registry's digest is ${registry.digest}, and the manifest says ${digests.registry}: an event was changed.`,
        )
      }
      return { registry, graph }
    },
  )
}
