/** The quarantine as answers and an act: amounts in major units, by the registry's currencies. */
import { formatAmount } from '../money/ledgerUnits.ts'
import type { Registry } from '../registry/index.ts'
import type { Headwater, QuarantineReport } from '../service/headwater.ts'
import type { QuarantineContents } from '../usage/quarantine.ts'
import type { Engines } from './engines.ts'
import type { Parts } from './openParts.ts'
import type { RunningWork } from './runningWork.ts'

export function quarantineMethods(
  work: RunningWork<Parts>,
  { usage, audit }: Pick<Engines, 'usage' | 'audit'>,
): Pick<Headwater, 'quarantine' | 'emptyQuarantine'> {
  return {
    quarantine: () =>
      work.upToDate(async ({ registry }) => report(await (await usage.get()).quarantine.list(), registry)),
    emptyQuarantine: ({ actor } = {}) =>
      work.upToDate(async ({ registry }) => {
        const { quarantine } = await usage.get()
        const contents = await quarantine.list()
        const { batches, books } = contents
        await quarantine.remove(contents)
        const rows = batches.reduce((sum, batch) => sum + batch.rows, 0)
        const details = { batches: batches.length, rows, closes: books.length }
        if (batches.length + books.length > 0) await audit.record('quarantine.emptied', actor, details)
        return report(contents, registry)
      }),
  }
}

/** Decimals of a currency that the log does not have (any more): the amount is then in ledger units of its atoms. */
const decimalsUnknown = 0

function report({ batches, books }: QuarantineContents, registry: Registry): QuarantineReport {
  return {
    calls: batches.map(({ revision, sums, ...batch }) => ({
      ...batch,
      batch: revision,
      amounts: Object.fromEntries(
        [...sums].map(([currency, sum]) => [
          currency,
          formatAmount(sum, registry.currencies.get(currency)?.decimals ?? decimalsUnknown),
        ]),
      ),
    })),
    books: [...books],
  }
}
