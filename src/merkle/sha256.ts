/** SHA-256 (FIPS 180-4) in plain JavaScript: trees of other chains are checked in browsers too. Pure. */

const blockBytes = 64
const schedule = new Uint32Array(64)
const constants = new Uint32Array(64)
const initial = new Uint32Array(8)
fillConstants()

/** The 32 bytes of a message's SHA-256. */
export function sha256(message: Uint8Array): Uint8Array {
  const blocks = Math.ceil((message.length + 9) / blockBytes)
  const padded = new Uint8Array(blocks * blockBytes)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29))
  view.setUint32(padded.length - 4, (message.length * 8) >>> 0)
  const state = initial.slice()
  for (let block = 0; block < blocks; block++) compress(state, view, block * blockBytes)
  const digest = new DataView(new ArrayBuffer(32))
  for (const [at, word] of state.entries()) digest.setUint32(4 * at, word)
  return new Uint8Array(digest.buffer)
}

function compress(state: Uint32Array, block: DataView, from: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = block.getUint32(from + 4 * t)
  for (let t = 16; t < 64; t++) {
    const [x, y] = [schedule[t - 15]!, schedule[t - 2]!]
    const small0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3)
    const small1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10)
    schedule[t] = schedule[t - 16]! + small0 + schedule[t - 7]! + small1
  }
  let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!]
  let [e, f, g, h] = [state[4]!, state[5]!, state[6]!, state[7]!]
  for (let t = 0; t < 64; t++) {
    const big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const one = (h + big1 + ((e & f) ^ (~e & g)) + constants[t]! + schedule[t]!) | 0
    const big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    const two = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) state[at]! += word
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** The first 32 bits of the fractions of the square roots of the first 8 primes, and of the cube roots of the first 64. */
function fillConstants(): void {
  let count = 0
  for (let candidate = 2; count < 64; candidate++) {
    if (!isPrime(candidate)) continue
    if (count < 8) initial[count] = fraction(candidate, 2)
    constants[count++] = fraction(candidate, 3)
  }
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) return false
  return true
}

/** floor(2^32 · root) mod 2^32, exactly: the largest whole number whose power is at most prime · 2^(32·degree). */
function fraction(prime: number, degree: 2 | 3): number {
  const power = BigInt(prime) << BigInt(32 * degree)
  let root = 0n
  for (let bit = 35n; bit >= 0n; bit--) {
    const tried = root | (1n << bit)
    if (tried ** BigInt(degree) <= power) root = tried
  }
  return Number(root & 0xffff_ffffn)
}
