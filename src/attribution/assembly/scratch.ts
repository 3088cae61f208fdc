/** Numbers of the version under way; each has room for the widest. */
export const wordsMax: u32 = 16
const slot: usize = 64

const area: usize = memory.data(11 * 64, 8)

export const base: usize = area
export const baseQuotient: usize = area + slot
export const claim: usize = area + 2 * slot
export const claimQuotient: usize = area + 3 * slot
export const received: usize = area + 4 * slot
export const receivedQuotient: usize = area + 5 * slot
export const fee: usize = area + 6 * slot
export const absoluteOut: usize = area + 7 * slot
export const relativeOut: usize = area + 8 * slot
export const directQuotient: usize = area + 9 * slot
export const cappedOut: usize = area + 10 * slot

/** Where memory is free: behind the module's own data. */
export function scratchBytes(): usize {
  return __heap_base
}
