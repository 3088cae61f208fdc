/** Typed arrays that grow. */

type Numbers = Uint8Array | Uint16Array | Uint32Array | BigUint64Array | BigInt64Array | Float64Array

const rowsMin = 1_024

/** Gives a column's memory back now, and not when garbage is collected, which typed arrays hasten little. */
export function releaseMemory({ buffer }: Numbers): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}

/** A copy with room for at least `rows`, and for half as many again, so that growing costs little for each row. */
export function grown<Column extends Numbers>(column: Column, rows: number): Column {
  const length = Math.max(rowsMin, rows, Math.ceil(column.length * 1.5))
  const larger = new (column.constructor as new (length: number) => Column)(length)
  larger.set(column as never)
  return larger
}
