/** Keccak-256 as the Keccak team describes it: one bit or word at a time, slow and obvious. For comparison only. */
const mask = (1n << 64n) - 1n
const rateBytes = 136

export function keccakReference(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor(message.length / rateBytes) + 1) * rateBytes)
  padded.set(message)
  padded[message.length]! |= 0x01
  padded[padded.length - 1]! |= 0x80
  let lanes: bigint[][] = Array.from({ length: 5 }, () => new Array<bigint>(5).fill(0n))
  for (let at = 0; at < padded.length; at += rateBytes) {
    const view = new DataView(padded.buffer, at, rateBytes)
    for (let word = 0; word < rateBytes / 8; word++) {
      lanes[word % 5]![Math.floor(word / 5)]! ^= view.getBigUint64(word * 8, true)
    }
    lanes = permuted(lanes)
  }
  const digest = new DataView(new ArrayBuffer(32))
  for (let word = 0; word < 4; word++) digest.setBigUint64(word * 8, lanes[word]![0]!, true)
  return new Uint8Array(digest.buffer)
}

/** `lanes[x][y]`, 24 rounds. */
function permuted(lanes: bigint[][]): bigint[][] {
  let a = lanes
  let register = 1
  const nextBit = (): number => {
    const bit = register & 1
    register <<= 1
    if (register & 0x100) register ^= 0x171
    return bit
  }
  for (let round = 0; round < 24; round++) {
    const parity = a.map((column) => column.reduce((sum, lane) => sum ^ lane, 0n))
    const theta = a.map((column, x) =>
      column.map((lane) => lane ^ parity[(x + 4) % 5]! ^ rotated(parity[(x + 1) % 5]!, 1)),
    )
    const moved: bigint[][] = a.map((column) => column.slice())
    moved[0]![0] = theta[0]![0]!
    for (let step = 0, x = 1, y = 0; step < 24; step++) {
      const [toX, toY] = [y, (2 * x + 3 * y) % 5]
      moved[toX]![toY] = rotated(theta[x]![y]!, (((step + 1) * (step + 2)) / 2) % 64)
      ;[x, y] = [toX, toY]
    }
    a = moved.map((column, x) =>
      column.map((lane, y) => lane ^ (~moved[(x + 1) % 5]![y]! & mask & moved[(x + 2) % 5]![y]!)),
    )
    for (let power = 0; power <= 6; power++) {
      if (nextBit()) a[0]![0]! ^= 1n << BigInt(2 ** power - 1)
    }
  }
  return a
}

function rotated(lane: bigint, bits: number): bigint {
  return ((lane << BigInt(bits)) | (lane >> BigInt(64 - bits))) & mask
}
