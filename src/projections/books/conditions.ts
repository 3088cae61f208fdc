/**
 * Conditions of reads of books. A few values are part of the text of the query, because a table that is made and dropped
 * costs several times what a read of one payee does; a long list is such a table.
 */
import { invariant } from '../../invariant.ts'
import type { EpochKey } from '../../log/keys.ts'
import type { CallKey } from '../../usage/reader.ts'
import { hexKeys, naturals, strings } from '../engine/columns.ts'
import { integer, key16, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'

/** Values in the text of a query: with the longest names it stays far below what an engine parses. */
export const listedMax = 64

/** Lines of these attempts. */
export async function inClosed(session: Session, closed: readonly EpochKey[]): Promise<string> {
  const epochs = closed.map((key) => key.epoch)
  invariant(new Set(epochs).size === epochs.length, 'an epoch was closed by one attempt')
  if (closed.length === 0) return '0'
  if (closed.length <= listedMax) {
    const listed = closed.map(({ epoch, attempt }) => `(${integer(epoch)}, ${key16(attempt)})`)
    return `(epoch, attempt) IN (${listed})`
  }
  const attempts = closed.map((key) => key.attempt)
  await session.table('closed', [naturals('epoch', epochs, 'UInt32'), hexKeys('attempt', attempts)])
  return '(epoch, attempt) IN (SELECT epoch, attempt FROM closed)'
}

/** Lines of these versions. */
export async function ofVersions(session: Session, versions: readonly CallKey[]): Promise<string> {
  if (versions.length === 0) return '0'
  if (versions.length <= listedMax) {
    const listed = versions.map(({ asset, version }) => `(${text(asset)}, ${text(version)})`)
    return `(asset, version) IN (${listed})`
  }
  const assets = versions.map((key) => key.asset)
  const names = versions.map((key) => key.version)
  await session.table('wantedVersions', [strings('asset', assets), strings('version', names)])
  return '(asset, version) IN (SELECT asset, version FROM wantedVersions)'
}
