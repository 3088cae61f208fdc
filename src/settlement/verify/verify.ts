/**
 * `verify`: works an epoch out again from the logs and the manifest alone, and says everything that differs. It reads the
 * logs afresh: nothing that this process remembers counts.
 */
import { fail } from '../../errors.ts'
import type { VerifyReport } from '../../service.ts'
import { createBatchLog } from '../batches.ts'
import { usageScope } from '../close/scope.ts'
import { type SettledEpoch, settle, settlementWindow } from '../close/settle.ts'
import { countAccepted } from '../close/totals.ts'
import type { ClosedEpoch } from '../epochs.ts'
import { checkBooks } from './books.ts'
import { checkEvent, checkManifest, readClosedEvents } from './event.ts'
import { describeFields } from './fields.ts'
import { Findings } from './findings.ts'
import {
  checkBatches,
  checkDuplicates,
  keysUpTo,
  readBefore,
  type Verification,
  type VerifyDeps,
} from './inputs.ts'
import { checkLog } from './log.ts'
import { replayRegistry } from './replay.ts'

/**
 * Reports on one epoch, or on every one in order. Finds differences, never throws on them.
 * @throws HeadwaterError `epoch.unknown`, and what may pass by itself, such as an engine that does not answer
 */
export async function* verifyEpochs(deps: VerifyDeps, only?: number): AsyncIterable<VerifyReport> {
  const events = await readClosedEvents(deps.events)
  const count = Math.max(0, ...events.keys())
  if (only !== undefined && !(only >= 1 && only <= count)) {
    fail('epoch.unknown', `Epoch ${only} is not closed; ${count} are.`, { data: { closed: count } })
  }
  const closed = new Map<number, ClosedEpoch>()
  const findings = new Map<number, Findings>()
  for (let epoch = 1; epoch <= (only ?? count); epoch++) {
    const own = new Findings(epoch)
    findings.set(epoch, own)
    const readable = await checkEvent(own, epoch, events.get(epoch))
    if (readable) closed.set(epoch, readable)
  }
  const verification: Verification = {
    ...deps,
    batches: createBatchLog(deps.events),
    replay: replayRegistry(deps.events),
    closed,
    single: only !== undefined,
  }
  for (let epoch = only ?? 1; epoch <= (only ?? count); epoch++) {
    const own = findings.get(epoch)!
    const readable = closed.get(epoch)
    if (readable) await verifyEpoch(verification, own, readable)
    // The last epoch answers for the end of the log, whether it is verified alone or after the others.
    if (epoch === count) await checkLog(verification, own, readable)
    yield own.report()
  }
}

async function verifyEpoch(
  verification: Verification,
  findings: Findings,
  epoch: ClosedEpoch,
): Promise<void> {
  const { closed, replay } = verification
  const previous = closed.get(epoch.epoch - 1)
  await checkManifest(findings, epoch, epoch.epoch === 1 ? 'none' : previous)
  if (epoch.epoch > 1 && !previous) {
    findings.differs('event', `Epoch ${epoch.epoch - 1}, on which this one stands, cannot be read.`)
    return
  }
  const rebuilt = await findings.check(
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
  const scope = await checkBatches(verification, findings, epoch, previous)
  if (!rebuilt || !scope) return
  const repeated = await checkDuplicates(verification, findings, epoch, scope)
  const before = await readBefore(verification, findings, previous)
  if (!repeated || !before) return

  const { registry, graph } = rebuilt
  const input = {
    epoch: epoch.epoch,
    until: epoch.until,
    position: epoch.position,
    window: settlementWindow(usageScope(scope, repeated.excluded), epoch.until, registry, previous),
    registry,
    graph,
    accepted: countAccepted(scope.batches, repeated.excluded),
    before,
    previous,
  }
  const settled = await findings.check(
    'recomputation',
    'The manifest worked out again is the same.',
    async () => {
      const result = await settle(verification.usage, input, () => {})
      for (const difference of describeFields(epoch.manifest, result.sealed.manifest)) {
        findings.differs('recomputation', `In the manifest ${difference}.`)
      }
      return result
    },
  )
  if (settled) await checkSettled(verification, findings, epoch, settled)
}

async function checkSettled(
  { books, closed }: Verification,
  findings: Findings,
  epoch: ClosedEpoch,
  settled: SettledEpoch,
): Promise<void> {
  await findings.check(
    'controlTotals',
    'All calls ever recorded are settled, in suspense or pending.',
    async () => {
      for (const problem of settled.problems) findings.differs('controlTotals', problem)
    },
  )
  await checkBooks(findings, books, keysUpTo(closed, epoch.epoch), epoch, settled.lines)
}
