/** A statement over all epochs as CSV: totals, then a line for each epoch, each source and each path. */

import type { StatementToDate } from '../service/headwater.ts'
import { csvLine } from './csv.ts'
import { describePath } from './paths.ts'
import { totalsToDate } from './toDateSheet.ts'

type ToDate = StatementToDate['currencies'][number]

const head = [
  'payee',
  'currency',
  'line',
  'what',
  'asset',
  'version',
  'epoch',
  'until',
  'amount',
  'why',
] as const

/** `line` is `total`, `epoch`, `source` or `path`. */
export function toDateCsv({ payee, currencies }: StatementToDate): string {
  const lines = currencies.flatMap((sums) =>
    linesOf(sums).map((cells) => csvLine([payee, sums.currency, ...cells])),
  )
  return csvLine(head) + lines.join('')
}

type Cells = readonly (string | number | null)[]

function linesOf(sums: ToDate): Cells[] {
  return [
    ...totalsToDate(sums).map(
      ([what = '', amount = '', why = '']): Cells => [
        ...['total', what, null, null, null, null, amount],
        why === '' ? null : why,
      ],
    ),
    ...sums.byEpoch.flatMap((line): Cells[] =>
      (['earned', 'received', 'diverted', 'posted', 'withheld', 'paid', 'carried'] as const)
        .filter((what) => line[what] !== undefined)
        .map((what) => ['epoch', what, null, null, line.epoch, line.until, line[what] ?? null, null]),
    ),
    ...sums.sources.flatMap((source): Cells[] => {
      const { asset, version, role, last, earned, event, paths } = source
      const released = event === null ? null : `released by ${event.id} of ${event.source}`
      return [
        [
          'source',
          role,
          asset === '' ? null : asset,
          version === '' ? null : version,
          last,
          null,
          earned,
          released,
        ],
        ...paths.map(
          (path): Cells => ['path', null, asset, version, null, null, path.amount, describePath(path)],
        ),
      ]
    }),
  ]
}
