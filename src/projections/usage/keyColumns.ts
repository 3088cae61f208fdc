import { type InputColumn, strings } from '../engine/columns.ts'

/** Columns `asset` and `version` of a list of versions. */
export function keyColumns(
  keys: readonly { readonly asset: string; readonly version: string }[],
): [InputColumn, InputColumn] {
  return [
    strings(
      'asset',
      keys.map(({ asset }) => asset),
    ),
    strings(
      'version',
      keys.map(({ version }) => version),
    ),
  ]
}
