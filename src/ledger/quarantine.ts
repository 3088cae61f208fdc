/** The quarantine as an answer: amounts in major units, by the registry's currencies. */
import { formatAmount } from '../money/ledgerUnits.ts'
import type { Registry } from '../registry/index.ts'
import type { QuarantineReport } from '../service/headwater.ts'
import type { Quarantine, QuarantineContents } from '../usage/quarantine.ts'

export async function listQuarantine(quarantine: Quarantine, registry: Registry): Promise<QuarantineReport> {
  return report(await quarantine.list(), registry)
}

/** @returns what was deleted */
export async function emptyQuarantine(quarantine: Quarantine, registry: Registry): Promise<QuarantineReport> {
  const contents = await quarantine.list()
  await quarantine.remove(contents)
  return report(contents, registry)
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
