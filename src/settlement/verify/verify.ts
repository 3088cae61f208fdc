/**
 * `verify`: computes an epoch again from the logs and the manifest alone, and reports every difference. It reads the
 * logs again: nothing in this process's memory counts.
 */
import { fail } from '../../errors.ts'
import { createBatchLog } from '../../log/batchLog.ts'
import { createRebuiltLog, withBooks } from '../../log/booksRebuilt.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { createEpochLog } from '../../log/epochLog.ts'
import type { StepReport } from '../../log/inStep.ts'
import type { SettledEpoch } from '../close/settle.ts'
import { examineSteps, failOutOfStep } from '../inStep.ts'
import { replayRegistry } from '../replay/replayRegistry.ts'
import type { VerifyOptions, VerifyReport } from './answers.ts'
import { checkBooks } from './books.ts'
import { checkEvent, readClosedEvents } from './event.ts'
import { Findings } from './findings.ts'
import { keysUpTo, readBefore, type Verification, type VerifyDeps } from './inputs.ts'
import { checkLog } from './log.ts'
import { VerifyProgress, workOf } from './progress.ts'
import { recompute } from './recompute.ts'

/**
 * Reports on one epoch, or on every one in order. Finds differences, never throws on them.
 * @throws HeadwaterError `epoch.unknown`, `data.outOfStep` where no report has the check of the log, and failures that may pass by themselves, such as an engine that does not answer
 */
export async function* verifyEpochs(
  deps: VerifyDeps,
  only?: number,
  { full = false, onProgress = () => {}, onCheck }: VerifyOptions = {},
): AsyncIterable<VerifyReport> {
  const events = await readClosedEvents(deps.events)
  const count = Math.max(0, ...events.keys())
  if (only !== undefined && !(only >= 1 && only <= count)) {
    fail('epoch.unknown', `Epoch ${only} is not closed; ${count} are.`, { data: { closed: count } })
  }
  // The report of the last epoch contains the same.
  if (count === 0) {
    const { logBehind, callsBehind } = await examine(deps)
    failOutOfStep([...logBehind, ...callsBehind])
  } else if (only !== undefined && only < count) await requireLogAhead(deps)
  const rebuilt = await createRebuiltLog(deps.events).read()
  const closed = new Map<number, ClosedEpoch>()
  const findings = new Map<number, Findings>()
  for (let epoch = 1; epoch <= (only ?? count); epoch++) {
    const isReported = only === undefined || epoch === only
    const own = new Findings(epoch, isReported ? onCheck && ((check) => onCheck(epoch, check)) : undefined)
    findings.set(epoch, own)
    const readable = await checkEvent(deps, own, epoch, events.get(epoch))
    if (readable) closed.set(epoch, withBooks(readable, rebuilt))
  }
  const batches = createBatchLog(deps.events)
  // Damage in the log is found by the checks. Then it is not known how much there is to do.
  const recorded = await batches.upTo(await deps.events.head()).catch(() => [])
  const verified = [...closed.values()].filter(({ epoch }) => only === undefined || epoch === only)
  const progress = new VerifyProgress(onProgress, workOf(verified, recorded))
  const verification: Verification = {
    ...deps,
    batches,
    replay: replayRegistry(deps.events, (count) => progress.applied(count)),
    progress,
    closed,
    single: only !== undefined,
    full,
  }
  for (let epoch = only ?? 1; epoch <= (only ?? count); epoch++) {
    const own = findings.get(epoch)!
    const readable = closed.get(epoch)
    const settled =
      readable &&
      (await recompute(verification, own, readable, (previous) => readBefore(verification, own, previous)))
    const registryRead = epoch === (only ?? count) ? endReplay(verification, epoch === count) : undefined
    await registryRead?.catch(() => {})
    if (readable && settled) await verifyBooks(verification, own, readable, settled)
    // The report of the last epoch contains the check of the log's end, verified alone or after the others.
    if (epoch === count) await checkLog(verification, own, () => registryRead!)
    yield own.report()
  }
}

function examine(deps: VerifyDeps): Promise<StepReport> {
  return examineSteps({
    ...deps,
    batches: createBatchLog(deps.events),
    epochs: createEpochLog(deps.events),
  })
}

/** Events and rows that are not as recorded are found by the checks of the epoch. */
async function requireLogAhead(deps: VerifyDeps): Promise<void> {
  const steps = await examine(deps).catch(() => undefined)
  failOutOfStep(steps?.logBehind ?? [])
}

/**
 * Books are compared without payees' accounts, which take the most memory. So the rest of the registry's events, which the
 * check of the log needs, is read before them.
 */
async function endReplay({ events, replay }: Verification, toHead: boolean): Promise<void> {
  try {
    if (toHead) await replay.to(await events.head())
  } finally {
    replay.end()
  }
}

async function verifyBooks(
  { books, closed, progress }: Verification,
  findings: Findings,
  epoch: ClosedEpoch,
  settled: SettledEpoch,
): Promise<void> {
  await checkBooks(findings, books, { closed: keysUpTo(closed, epoch.epoch), epoch, settled })
  progress.finished(epoch.epoch, 'books')
}
