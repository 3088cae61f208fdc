/**
 * Keccak-f[1600] on two states at once: word i of both is one 128-bit vector at `state + 16·i`, lane 0 in its low
 * half, lane 1 in its high half. The 24 rounds keep all 25 words in locals; written out, because the compiler cannot
 * keep an array in registers.
 */
const roundConstants: usize = memory.data<u64>([
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
  0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
  0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
  0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
  0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
])

/** The two states, 25 vectors. */
export const state: usize = memory.data(25 * 16, 16)

// @ts-ignore: decorator
@inline
function rotate(x: v128, bits: i32): v128 {
  return v128.or(i64x2.shl(x, bits), i64x2.shr_u(x, 64 - bits))
}

// Rotations by whole bytes are one shuffle instead of three operations.
// @ts-ignore: decorator
@inline
function rotate8(x: v128): v128 {
  return i8x16.shuffle(x, x, 7, 0, 1, 2, 3, 4, 5, 6, 15, 8, 9, 10, 11, 12, 13, 14)
}

// @ts-ignore: decorator
@inline
function rotate56(x: v128): v128 {
  return i8x16.shuffle(x, x, 1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11, 12, 13, 14, 15, 8)
}

// @ts-ignore: decorator
@inline
function chi(a: v128, b: v128, c: v128): v128 {
  return v128.xor(a, v128.andnot(c, b))
}

export function permute(): void {
  let a0 = v128.load(state, 0), a1 = v128.load(state, 16), a2 = v128.load(state, 32), a3 = v128.load(state, 48), a4 = v128.load(state, 64)
  let a5 = v128.load(state, 80), a6 = v128.load(state, 96), a7 = v128.load(state, 112), a8 = v128.load(state, 128), a9 = v128.load(state, 144)
  let a10 = v128.load(state, 160), a11 = v128.load(state, 176), a12 = v128.load(state, 192), a13 = v128.load(state, 208), a14 = v128.load(state, 224)
  let a15 = v128.load(state, 240), a16 = v128.load(state, 256), a17 = v128.load(state, 272), a18 = v128.load(state, 288), a19 = v128.load(state, 304)
  let a20 = v128.load(state, 320), a21 = v128.load(state, 336), a22 = v128.load(state, 352), a23 = v128.load(state, 368), a24 = v128.load(state, 384)

  for (let at = roundConstants; at < roundConstants + 24 * 8; at += 8) {
    // Theta: the parity of each column reaches its two neighbours.
    const c0 = v128.xor(v128.xor(v128.xor(a0, a5), v128.xor(a10, a15)), a20)
    const c1 = v128.xor(v128.xor(v128.xor(a1, a6), v128.xor(a11, a16)), a21)
    const c2 = v128.xor(v128.xor(v128.xor(a2, a7), v128.xor(a12, a17)), a22)
    const c3 = v128.xor(v128.xor(v128.xor(a3, a8), v128.xor(a13, a18)), a23)
    const c4 = v128.xor(v128.xor(v128.xor(a4, a9), v128.xor(a14, a19)), a24)
    const d0 = v128.xor(c4, rotate(c1, 1))
    const d1 = v128.xor(c0, rotate(c2, 1))
    const d2 = v128.xor(c1, rotate(c3, 1))
    const d3 = v128.xor(c2, rotate(c4, 1))
    const d4 = v128.xor(c3, rotate(c0, 1))

    // Rho and pi bring five words together, chi mixes them into row 0; iota breaks the symmetry of rounds.
    let b0 = v128.xor(a0, d0)
    let b1 = rotate(v128.xor(a6, d1), 44)
    let b2 = rotate(v128.xor(a12, d2), 43)
    let b3 = rotate(v128.xor(a18, d3), 21)
    let b4 = rotate(v128.xor(a24, d4), 14)
    const e0 = v128.xor(chi(b0, b1, b2), v128.load64_splat(at))
    const e1 = chi(b1, b2, b3)
    const e2 = chi(b2, b3, b4)
    const e3 = chi(b3, b4, b0)
    const e4 = chi(b4, b0, b1)

    // Rho and pi bring five words together, chi mixes them into row 1.
    b0 = rotate(v128.xor(a3, d3), 28)
    b1 = rotate(v128.xor(a9, d4), 20)
    b2 = rotate(v128.xor(a10, d0), 3)
    b3 = rotate(v128.xor(a16, d1), 45)
    b4 = rotate(v128.xor(a22, d2), 61)
    const e5 = chi(b0, b1, b2)
    const e6 = chi(b1, b2, b3)
    const e7 = chi(b2, b3, b4)
    const e8 = chi(b3, b4, b0)
    const e9 = chi(b4, b0, b1)

    // Rho and pi bring five words together, chi mixes them into row 2.
    b0 = rotate(v128.xor(a1, d1), 1)
    b1 = rotate(v128.xor(a7, d2), 6)
    b2 = rotate(v128.xor(a13, d3), 25)
    b3 = rotate8(v128.xor(a19, d4))
    b4 = rotate(v128.xor(a20, d0), 18)
    const e10 = chi(b0, b1, b2)
    const e11 = chi(b1, b2, b3)
    const e12 = chi(b2, b3, b4)
    const e13 = chi(b3, b4, b0)
    const e14 = chi(b4, b0, b1)

    // Rho and pi bring five words together, chi mixes them into row 3.
    b0 = rotate(v128.xor(a4, d4), 27)
    b1 = rotate(v128.xor(a5, d0), 36)
    b2 = rotate(v128.xor(a11, d1), 10)
    b3 = rotate(v128.xor(a17, d2), 15)
    b4 = rotate56(v128.xor(a23, d3))
    const e15 = chi(b0, b1, b2)
    const e16 = chi(b1, b2, b3)
    const e17 = chi(b2, b3, b4)
    const e18 = chi(b3, b4, b0)
    const e19 = chi(b4, b0, b1)

    // Rho and pi bring five words together, chi mixes them into row 4.
    b0 = rotate(v128.xor(a2, d2), 62)
    b1 = rotate(v128.xor(a8, d3), 55)
    b2 = rotate(v128.xor(a14, d4), 39)
    b3 = rotate(v128.xor(a15, d0), 41)
    b4 = rotate(v128.xor(a21, d1), 2)
    const e20 = chi(b0, b1, b2)
    const e21 = chi(b1, b2, b3)
    const e22 = chi(b2, b3, b4)
    const e23 = chi(b3, b4, b0)
    const e24 = chi(b4, b0, b1)

    a0 = e0; a1 = e1; a2 = e2; a3 = e3; a4 = e4
    a5 = e5; a6 = e6; a7 = e7; a8 = e8; a9 = e9
    a10 = e10; a11 = e11; a12 = e12; a13 = e13; a14 = e14
    a15 = e15; a16 = e16; a17 = e17; a18 = e18; a19 = e19
    a20 = e20; a21 = e21; a22 = e22; a23 = e23; a24 = e24
  }

  v128.store(state, a0, 0)
  v128.store(state, a1, 16)
  v128.store(state, a2, 32)
  v128.store(state, a3, 48)
  v128.store(state, a4, 64)
  v128.store(state, a5, 80)
  v128.store(state, a6, 96)
  v128.store(state, a7, 112)
  v128.store(state, a8, 128)
  v128.store(state, a9, 144)
  v128.store(state, a10, 160)
  v128.store(state, a11, 176)
  v128.store(state, a12, 192)
  v128.store(state, a13, 208)
  v128.store(state, a14, 224)
  v128.store(state, a15, 240)
  v128.store(state, a16, 256)
  v128.store(state, a17, 272)
  v128.store(state, a18, 288)
  v128.store(state, a19, 304)
  v128.store(state, a20, 320)
  v128.store(state, a21, 336)
  v128.store(state, a22, 352)
  v128.store(state, a23, 368)
  v128.store(state, a24, 384)
}

/** Writes the first 32 bytes of a lane's state: its digest. */
export function emit(lane: i32, out: usize): void {
  for (let i = 0; i < 4; i++) store<u64>(out + i * 8, load<u64>(state + lane * 8 + i * 16))
}
