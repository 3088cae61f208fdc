/**
 * SQL twin of src/usage/rowHash.ts: the Keccak-256 hash that makes a changed row show. Little-endian: identity(16)
 * content(16) time(8) amount(32) priced(1) four token counts(8 each), then nine texts, each with its length (4) before.
 */

const fixedParts = [
  'identity',
  'content',
  littleEndian('toUnixTimestamp64Micro(time)'),
  littleEndian('amount'),
  littleEndian('priced'),
  littleEndian('inputTokens'),
  littleEndian('outputTokens'),
  littleEndian('cacheReadTokens'),
  littleEndian('cacheWriteTokens'),
]

const texts = ['source', 'id', 'asset', 'version', 'currency', 'caller', 'agent', 'traceId', 'providerCallId']

/** 32 bytes, from the columns of `calls`. */
export const rowHashSql = `keccak256(concat(${[...fixedParts, ...texts.flatMap(withLength)].join(', ')}))`

function littleEndian(expression: string): string {
  return `reinterpretAsFixedString(${expression})`
}

function withLength(column: string): string[] {
  return [littleEndian(`toUInt32(length(${column}))`), `toString(${column})`]
}
