/** Rows that are counted by one call: a function that is called often is compiled once, a long loop in each batch. */
const pieceRows = 1_024

/** How many of the rows `from` to `to` have the status, one of `identitySeen`. */
export function countSeen(seen: Uint8Array, status: number, from = 0, to = seen.length): number {
  let count = 0
  for (let at = from; at < to; at += pieceRows)
    count += countPiece(seen, status, at, Math.min(at + pieceRows, to))
  return count
}

function countPiece(seen: Uint8Array, status: number, from: number, to: number): number {
  let count = 0
  for (let row = from; row < to; row++) if (seen[row] === status) count++
  return count
}
