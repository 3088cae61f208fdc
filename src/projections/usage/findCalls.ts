/** One call by its id; a Bloom filter over ids keeps it from reading every row. */
import type { StoredCall } from '../../usage/reader.ts'
import type { Queries } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { readBatchKey } from './batchKeys.ts'

/** Rows of every attempt: the caller knows which were recorded. Ascending by batch and row. */
export function findCalls(queries: Queries, id: string, source?: string): Promise<StoredCall[]> {
  const ofSource = source === undefined ? '' : 'AND source = {source:String}'
  return queries.rows(
    `SELECT partition, revision, attempt, row, identity, source, id, toUnixTimestamp64Micro(time), asset, version, currency,
      amount, priced, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, caller, agent, traceId, providerCallId
    FROM calls WHERE id = {id:String} ${ofSource} ORDER BY partition, revision, attempt, row`,
    readCall,
    source === undefined ? { id } : { id, source },
  )
}

function readCall(row: RowReader): StoredCall {
  return {
    ...readBatchKey(row),
    row: row.uint32(),
    identity: row.hex(16),
    source: row.text(),
    id: row.text(),
    time: row.integer(),
    asset: row.text(),
    version: row.text(),
    currency: row.text(),
    amount: row.uint256(),
    priced: row.uint8() === 1,
    tokens: readTokens(row),
    caller: row.text(),
    agent: row.text(),
    traceId: row.text(),
    providerCallId: row.text(),
  }
}

function readTokens(row: RowReader): StoredCall['tokens'] {
  const counts = {
    input: row.integer(),
    output: row.integer(),
    cacheRead: row.integer(),
    cacheWrite: row.integer(),
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count >= 0))
}
