/** All repeated rows that a reader finds, in one list. */
import type { Watermarks } from '../../src/log/keys.ts'
import type { RowKeyOfIdentity, UsageReader, UsageScope } from '../../src/usage/reader.ts'

export async function repeatedRows(
  reader: UsageReader,
  scope: UsageScope,
  options: { readonly since?: Watermarks | undefined; readonly rowsMax?: number } = {},
): Promise<RowKeyOfIdentity[]> {
  const found: RowKeyOfIdentity[] = []
  const pieces = new Set<string>()
  await reader.repeatedIdentities(scope, options, (rows) => {
    const identities = new Set(rows.map(({ identity }) => identity))
    for (const identity of identities) {
      if (pieces.has(identity)) throw new Error(`the rows of ${identity} are in two pieces`)
      pieces.add(identity)
    }
    found.push(...rows)
  })
  return found
}
