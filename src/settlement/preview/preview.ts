/**
 * What a close would record, computed by the code of the close. It records nothing: no event, no books, no entry of the
 * refused list. Its hash is that of the manifest, which names the epoch, `until`, the position in the log and the
 * registry at it, and has digests of all settled calls, balances and payouts. So it stands for every payment to every
 * account.
 */
import type { Micros } from '../../events/time.ts'
import { formatTime } from '../../events/time.ts'
import { capsBefore } from '../close/edgesToDate.ts'
import { type PrepareDeps, type PreparedEpoch, prepareEpoch } from '../close/prepare.ts'
import { requireLogAhead } from '../inStep.ts'
import type { OnProgress } from '../progress.ts'
import { reportManifest } from '../reports/epoch.ts'
import { warnAhead } from '../request/ahead.ts'
import { confirmationText } from '../request/confirmation.ts'
import type { AskedFormats } from '../treeFormats.ts'
import { previewAlikePayees } from './alikePayees.ts'
import type { EpochPreview } from './answers.ts'
import type { RegistryChanges } from './changeAnswer.ts'
import { listChanges } from './changes.ts'
import { previewPayees } from './payees.ts'
import { previewPayments } from './payments.ts'
import { previewSuspected } from './suspected.ts'
import { previewSuspense } from './suspense.ts'

interface PreviewAsked {
  /** Default: now. */
  readonly until: Micros | undefined
  readonly treeFormats: AskedFormats | undefined
  /** How many lines each list may have. */
  readonly limit: number
}

/**
 * @throws HeadwaterError as `prepareEpoch`, `data.outOfStep`
 */
export async function previewEpoch(
  deps: PrepareDeps & { readonly closeAheadHoursMax: number | undefined },
  { until, treeFormats, limit }: PreviewAsked,
  onProgress: OnProgress,
): Promise<EpochPreview> {
  await requireLogAhead(deps)
  const epochs = await deps.epochs.list()
  const prepared = await prepareEpoch(deps, epochs, { until, treeFormats }, onProgress)
  const { input, settled } = prepared
  const { manifest, hash } = settled.sealed
  return {
    ...reportManifest(manifest, prepared.repeated.excluded.length),
    hash,
    confirm: confirmationText({ until: input.until, position: input.position, hash }),
    previousUntil: input.previous ? formatTime(input.previous.until) : null,
    warnings: warnAhead(prepared.ahead, deps.closeAheadHoursMax),
    payments: await previewPayments(deps.books, prepared, limit),
    payees: previewPayees(prepared, limit),
    suspense: previewSuspense(prepared, limit),
    suspected: await previewSuspected(deps.usage, prepared, epochs.at(-2), limit),
    alikePayees: await previewAlikePayees(prepared, limit),
    changes: await previewChanges(deps, prepared, limit),
  }
}

/** What was recorded since the last close and changes money of earlier calls. */
function previewChanges(
  deps: PrepareDeps,
  { input, settled }: PreparedEpoch,
  limit: number,
): Promise<RegistryChanges> {
  const { window, registry, graph, previous } = input
  const { payments, sums } = settled
  const close = {
    ...{ window, registry, graph, payments },
    ...{ direct: sums.direct, adjusted: sums.corrected?.adjusted },
    caps: capsBefore(input.before.edges, registry),
  }
  return listChanges({ ...deps, ...close, live: deps.registry, last: previous }, limit)
}
