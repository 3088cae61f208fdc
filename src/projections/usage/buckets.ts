/**
 * Identities are hashes, so their first byte divides any set of rows into 256 even buckets. A query that must hold all
 * rows of an identity at once holds some buckets at a time.
 */

/** SQL: the bucket of a row, 0 to 255. */
export const bucketSql = bucketOf('identity')
export const bucketCount = 256

/** Inclusive. */
interface BucketRange {
  readonly from: number
  readonly to: number
}

export const allBuckets: BucketRange = { from: 0, to: bucketCount - 1 }

/** Ranges of the buckets `of`, so that each holds about `rowsMax` of the `rows` rows of all buckets. */
export function bucketPasses(rows: number, rowsMax: number, of: BucketRange = allBuckets): BucketRange[] {
  const size = of.to - of.from + 1
  const passes = Math.min(size, Math.max(1, Math.ceil((rows * size) / bucketCount / rowsMax)))
  const start = (pass: number) => of.from + Math.floor((pass * size) / passes)
  return Array.from({ length: passes }, (_, pass) => ({ from: start(pass), to: start(pass + 1) - 1 }))
}

/** SQL condition for the buckets of a pass; always true where the pass has all of them. @param identity the column */
export function inBuckets({ from, to }: BucketRange, identity = 'identity'): string {
  return from === 0 && to === bucketCount - 1 ? '1' : `${bucketOf(identity)} BETWEEN ${from} AND ${to}`
}

function bucketOf(identity: string): string {
  return `reinterpretAsUInt8(${identity})`
}

/**
 * SQL condition that identities of a list meet, and hardly any others: it compares their first halves. A set of 64-bit
 * numbers is made and searched several times as fast as one of identities.
 * @param list a query of one column `listed`
 */
export function likeOneOf(identity: string, list: string): string {
  return `${halfOf(identity)} IN (SELECT ${halfOf('listed')} FROM (${list}))`
}

/** SQL: the first half of an identity. Different identities hardly ever have the same. */
export function halfOf(identity: string): string {
  return `reinterpretAsUInt64(${identity})`
}
