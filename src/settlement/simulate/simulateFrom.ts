/**
 * What closed epochs would have been with more events, recorded just before the close of the first of them. That side is
 * computed by the code of the close, epoch after epoch, each with its own `until` and what the log had recorded by then.
 * The other side is read from the books.
 */
import { formatTime } from '../../events/time.ts'
import { watermarksOf } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { UsageReader } from '../../usage/reader.ts'
import { findRepeated } from '../close/duplicates.ts'
import type { Standing } from '../close/payments.ts'
import { type PreparedEpoch, prepareEpoch } from '../close/prepare.ts'
import { readScope, requireAllBatches, usageScope } from '../close/scope.ts'
import { requireLogAhead } from '../inStep.ts'
import { Lineage } from '../lineage.ts'
import { freezeRegistry } from '../registryAt.ts'
import { requireBooks } from '../reports/requireBooks.ts'
import { treeFormatsOf } from '../treeFormats.ts'
import type { SimulationLine } from './answers.ts'
import { type Answers, keptSums, resolvesAlike, withoutDigests } from './keptSums.ts'
import { Outcomes } from './outcome.ts'
import { SimulateProgress } from './progress.ts'
import { LaterFacts } from './rewind.ts'
import { opening, type SimulateDeps, type WhatIf } from './simulate.ts'

/**
 * @param whatIf its registries are those of the first epoch's position
 * @throws HeadwaterError as `prepareEpoch`, `simulate.laterRefused`, `data.outOfStep`
 */
export async function* simulateFrom(
  deps: SimulateDeps,
  whatIf: WhatIf,
  from: number,
): AsyncGenerator<SimulationLine> {
  const epochs = [...(await deps.epochs.list())]
  const answers = deps.kept.of(`closed ${epochs.length} ${epochs.at(-1)?.manifestHash}`)
  await answers.once('inStep', [], () => requireLogAhead(deps))
  await requireBooks(deps.books, epochs)
  const closed = epochs.map(({ key }) => key)
  const outcomes = new Outcomes((clause) => whatIf.changed.clauses.get(clause)!.currency)
  const run = new EpochsAgain({ ...deps, answers }, whatIf, epochs, from)
  for (const epoch of epochs.slice(from - 1)) {
    const isLast = epoch === epochs.at(-1)
    await outcomes.addClosed('before', deps.books, { epoch, isLast, closed })
    outcomes.addPrepared('after', await run.next(epoch), isLast)
  }
  await answers.end()
  const last = epochs.at(-1)!
  yield* opening(whatIf, { from, to: last.epoch, until: formatTime(last.until) })
  yield* outcomes.lines()
}

type Found = Pick<PreparedEpoch, 'scope' | 'repeated'>

interface AgainDeps extends SimulateDeps {
  readonly answers: Answers
}

class EpochsAgain {
  readonly #deps: AgainDeps
  readonly #whatIf: WhatIf
  readonly #usage: UsageReader
  /** Those before the first as they were closed, then those that were computed. */
  readonly #epochs: ClosedEpoch[]
  readonly #later: LaterFacts
  readonly #lineage: Lineage
  readonly #lastPosition: number
  readonly #progress: SimulateProgress
  #before: Standing | undefined

  constructor(deps: AgainDeps, whatIf: WhatIf, epochs: readonly ClosedEpoch[], from: number) {
    this.#deps = deps
    this.#whatIf = whatIf
    const { changedUsage, usage, registry, changed } = whatIf
    this.#usage = changedUsage
      ? withoutDigests(changedUsage)
      : keptSums(withoutDigests(usage), deps.answers, { isAlike: resolvesAlike(registry, changed) })
    this.#epochs = epochs.slice(0, from - 1)
    this.#later = new LaterFacts(deps.events, whatIf.changed, epochs[from - 1]!.registryRevision)
    this.#lineage = new Lineage(whatIf.changed)
    this.#lastPosition = epochs.at(-1)!.position
    this.#progress = new SimulateProgress(whatIf.onProgress, epochs.length - from + 1)
  }

  async next(closed: ClosedEpoch): Promise<PreparedEpoch> {
    await this.#later.to(closed.registryRevision)
    const registry = freezeRegistry(this.#whatIf.changed)
    const prepared = await prepareEpoch(
      { ...this.#deps, usage: this.#usage },
      this.#epochs,
      {
        until: closed.until,
        treeFormats: Object.fromEntries(treeFormatsOf(closed.manifest)),
        given: {
          ledger: { position: closed.position, registry, graph: this.#lineage.whole() },
          found: await this.#found(closed),
          before: this.#before,
        },
      },
      this.#progress.next(`epoch ${closed.epoch}`),
    )
    const { sealed, payments } = prepared.settled
    this.#before = payments.after
    this.#epochs.push({
      ...closed,
      watermarks: prepared.scope.watermarks,
      registryRevision: registry.revision,
      manifest: sealed.manifest,
      manifestText: sealed.text,
      manifestHash: sealed.hash,
    })
    return prepared
  }

  /** The rows are those that the close reconciled, and the given ones; `verify` reconciles them again. */
  async #found(closed: ClosedEpoch): Promise<Found> {
    const { answers } = this.#deps
    const { scope, repeated } = await answers.once('foundBy', [closed.epoch], () => this.#recorded(closed))
    const batches = [...scope.batches, ...this.#whatIf.batches]
    return { scope: { ...scope, batches, watermarks: watermarksOf(batches) }, repeated }
  }

  async #recorded({ position }: ClosedEpoch): Promise<Found> {
    const { usage } = this.#whatIf
    const { batches: log, answers } = this.#deps
    const whole = await answers.once('scope', [], () => readScope(usage, log, this.#lastPosition))
    requireAllBatches(whole)
    const batches = await log.upTo(position)
    const scope = { ...whole, batches, watermarks: watermarksOf(batches) }
    const excluded = this.#epochs.flatMap((epoch) => epoch.excludedRows.keys())
    const since = this.#epochs.at(-1)?.watermarks
    return { scope, repeated: await findRepeated(usage, usageScope(scope, excluded), batches, since) }
  }
}
