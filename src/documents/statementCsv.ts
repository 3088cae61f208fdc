/**
 * A statement as CSV: a line for each figure, then a line for each source with what its version received and passed on,
 * and after it a line for each path by which most of that came.
 */

import type { Statement } from '../service/headwater.ts'
import { type Cell, csvLine } from './csv.ts'
import { describePath } from './paths.ts'
import { figures } from './statementSheet.ts'
import { describeCap } from './words.ts'

type Sums = Statement['currencies'][number]

const flowNames = [
  'direct',
  'fee',
  'cost',
  'relativeIn',
  'absoluteIn',
  'relativeOut',
  'absoluteOut',
  'retained',
] as const

const head = [
  ...['payee', 'name', 'epoch', 'until', 'currency', 'line', 'what', 'asset', 'version', 'amount', 'why'],
  ...flowNames,
]

/**
 * `line` is `figure`, `source`, `path` or `cap`; a source's `what` is the role, a path's amount is what it brought, and that
 * of a capped edge what it carried to the asset and version.
 */
export function statementCsv(statement: Statement): string {
  const { payee, name, epoch, until, currencies } = statement
  const lines = currencies.flatMap((sums) =>
    linesOf(sums).map((cells) => csvLine([payee, name, epoch, until, sums.currency, ...cells])),
  )
  return csvLine(head) + lines.join('')
}

function linesOf(sums: Sums): Cell[][] {
  const none = flowNames.map(() => null)
  return [
    ...figures(sums).map(([what = '', amount = '', why = '']): Cell[] => [
      ...['figure', what, null, null, amount, why === '' ? null : why],
      ...none,
    ]),
    ...sums.lines.flatMap(({ role, asset, version, earned, flow, paths = [] }): Cell[][] => [
      [
        ...['source', role, asset === '' ? null : asset, version === '' ? null : version, earned, null],
        ...flowNames.map((flowName) => flow?.[flowName] ?? null),
      ],
      ...paths.map((path): Cell[] => [
        ...['path', null, asset, version, path.amount, describePath(path)],
        ...none,
      ]),
    ]),
    ...(sums.caps ?? []).map((cap): Cell[] => [
      ...['cap', null, cap.sourceAsset, cap.sourceVersion, cap.carried, describeCap(cap)],
      ...none,
    ]),
  ]
}
