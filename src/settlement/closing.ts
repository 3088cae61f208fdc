/** Closes and previews as they are asked for: one close and one preview at a time, each close of a key once. */
import { fail } from '../errors.ts'
import { parseTime } from '../events/time.ts'
import type { ClosedEpoch } from '../log/epochClosed.ts'
import type { EpochReport } from './answers.ts'
import { type CloseDeps, closeEpoch } from './close/close.ts'
import type { EpochPreview } from './preview/answers.ts'
import { type PreviewOptions, previewItemsDefault } from './preview/options.ts'
import { previewEpoch } from './preview/preview.ts'
import type { CloseOptions } from './progress.ts'
import { reportEpoch } from './reports/epoch.ts'
import { parseConfirmation } from './request/confirmation.ts'
import { type AskedKey, createOnlyOnce } from './request/onlyOnce.ts'
import type { CloseWarning } from './request/warning.ts'
import { estimateTime } from './timeLeft.ts'

export interface Closing {
  /**
   * @param onClosed runs when the epoch is recorded, before the answer; not for an answer that is given again
   * @throws HeadwaterError `close.inProgress`, `close.keyReused`, `close.confirmMalformed`, `time.malformed`, and as
   * `closeEpoch`
   */
  close(options?: CloseOptions, onClosed?: (report: EpochReport) => Promise<void>): Promise<EpochReport>
  /** What `close` would record now. It records nothing. */
  preview(options?: PreviewOptions): Promise<EpochPreview>
}

export function createClosing(deps: CloseDeps): Closing {
  const once = createOnlyOnce(deps.epochs)
  let closing = false
  let previewing = false

  async function closeNow(options: CloseOptions, asked: AskedKey | undefined): Promise<EpochReport> {
    const until = parseUntil(options.until)
    const { confirm, epoch, ahead = false, treeFormats, onProgress = () => {} } = options
    const confirmed = confirm === undefined ? undefined : parseConfirmation(confirm, until)
    if (closing) fail('close.inProgress', 'An epoch is being closed already.')
    closing = true
    try {
      const { closed, warnings } = await closeEpoch(
        deps,
        { until, confirmed, epoch, ahead, treeFormats, asked },
        estimateTime(onProgress),
      )
      return answer(closed, warnings)
    } finally {
      closing = false
    }
  }

  return {
    close: (options = {}, onClosed = async () => {}) =>
      once.run(
        options,
        async (asked) => {
          const report = await closeNow(options, asked)
          await onClosed(report)
          return report
        },
        async ({ epoch, warnings }) => answer(await deps.epochs.get(epoch), warnings),
      ),
    async preview({ until, treeFormats, limit = previewItemsDefault, onProgress = () => {} } = {}) {
      // A close may run meanwhile, or begin: it must not wait for a preview.
      if (previewing) fail('close.inProgress', 'A preview is being computed already.')
      previewing = true
      try {
        const asked = { until: parseUntil(until), treeFormats, limit }
        return await previewEpoch(deps, asked, estimateTime(onProgress))
      } finally {
        previewing = false
      }
    },
  }
}

function parseUntil(until: string | undefined) {
  return until === undefined ? undefined : parseTime(until, '/until')
}

function answer(closed: ClosedEpoch, warnings: readonly CloseWarning[] = []): EpochReport {
  return { ...reportEpoch(closed), ...(warnings.length > 0 && { warnings }) }
}
