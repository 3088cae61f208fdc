/**
 * Flows of closed epochs: a closed epoch never changes. Each is read from the file that its close kept, or is computed
 * once and then kept. Those that were read, and the answers of late, stay in memory while there is room.
 */
import { oneAtATime } from '../../base/oneAtATime.ts'
import type { EarningLine } from '../../books/port.ts'
import type { AssetId } from '../../events/ids.ts'
import { formatTime } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { assetNamed } from '../../registry/index.ts'
import type { PrepareDeps } from '../close/prepare.ts'
import type { KeptFiles } from '../keptFiles.ts'
import { requireBooks } from '../reports/requireBooks.ts'
import type { CallFlowReport, EpochFlowReport, FlowView } from './answers.ts'
import { byAsset, callFlow } from './callFlow.ts'
import { epochFlow } from './epochFlow.ts'
import { Kept } from './kept.ts'
import { keepFlow, keptFlow } from './keptFlows.ts'
import type { FlowTable } from './table.ts'
import { viewFlow } from './viewFlow.ts'

/** All tables that are kept; the last one is kept whatever it takes. */
const tableBytesMax = 512 * 2 ** 20
const answersMax = 128

export interface FlowDeps extends PrepareDeps {
  readonly flowFiles: KeptFiles
}

export class Flows {
  readonly #deps: FlowDeps
  readonly #tables = new Kept<FlowTable>(tableBytesMax, bytesOf)
  readonly #answers = new Kept<EpochFlowReport>(answersMax, () => 1)
  readonly #inTurn = oneAtATime()

  constructor(deps: FlowDeps) {
    this.#deps = deps
  }

  /** @throws HeadwaterError `epoch.unknown`, `epoch.none`, `flow.notFound`, as `epochFlow` */
  async ofEpoch(epoch: number, view: FlowView): Promise<EpochFlowReport> {
    const closed = await this.#deps.epochs.get(epoch)
    return this.#answers.get(JSON.stringify([closed.manifestHash, view]), () => this.#answer(closed, view))
  }

  async #answer(closed: ClosedEpoch, view: FlowView): Promise<EpochFlowReport> {
    const table = await this.table(closed)
    const lines = view.payee === undefined ? undefined : await this.#linesOf(closed, view.payee)
    const given = lines && ((currency: string) => byAsset(lines.filter((line) => line.currency === currency)))
    const currencies = viewFlow(table, view, { ownerOf: this.#ownerOf, given })
    return { epoch: closed.epoch, until: formatTime(closed.until), currencies }
  }

  /** @throws HeadwaterError as `callFlow` */
  ofCall(id: string, source: string | undefined, view: FlowView): Promise<CallFlowReport> {
    const { lineage } = this.#deps
    return callFlow({ ...this.#deps, lineage }, { id, source }, view, this.#ownerOf)
  }

  /** One is read or computed at a time. */
  table(closed: ClosedEpoch): Promise<FlowTable> {
    return this.#tables.get(closed.manifestHash, () => this.#inTurn(() => this.#readOrCompute(closed)))
  }

  async #readOrCompute(closed: ClosedEpoch): Promise<FlowTable> {
    const { flowFiles } = this.#deps
    const kept = keptFlow(flowFiles, closed)
    if (kept) return kept
    const table = await epochFlow(this.#deps, closed)
    try {
      keepFlow(flowFiles, closed, table)
    } catch {
      // Names that are longer together than a text can be, for one. The answer is given all the same.
    }
    return table
  }

  async #linesOf(closed: ClosedEpoch, payee: string): Promise<readonly EarningLine[]> {
    const { books } = this.#deps
    await requireBooks(books, [closed])
    const lines: EarningLine[] = []
    for await (const line of books.epochEarnings(closed.key, payee as EarningLine['payee'])) lines.push(line)
    return lines.filter(({ role }) => role !== 'fee')
  }

  readonly #ownerOf = (asset: AssetId): string => assetNamed(this.#deps.registry, asset)!.owner
}

/** About what a table takes: the columns, and the names of assets. */
function bytesOf({ edges, assets, currencies }: FlowTable): number {
  let bytes = edges.from.length * 16 + assets.length * 80
  for (const { payees } of currencies)
    bytes +=
      edges.from.length * 16 + assets.length * 100 + payees.payee.length * 24 + payees.names.length * 60
  return bytes
}
