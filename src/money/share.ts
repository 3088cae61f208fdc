/** Shares: decimal fractions of at most 9 fraction digits outside, integers of parts per billion inside. */
import type { Brand } from '../brand.ts'
import { fail } from '../errors.ts'
import { ceilDiv, floorDiv } from './division.ts'

/** Parts per billion, from 0 to 10^9. A plain number, so that edges of a graph fit typed arrays. */
export type Share = Brand<number, 'Share'>

/** Where there is no fee, or no contributor pool. */
export const zeroShare = 0 as Share

/** B of the arithmetic: the parts in a whole. */
export const sharePartsWhole = 1_000_000_000
const whole = BigInt(sharePartsWhole)

const sharePattern = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/

/**
 * @throws HeadwaterError `share.malformed` (form, or more than 9 fraction digits), `share.outOfRange`
 * @param zeroAllowed a platform fee may be 0, no other share may
 */
export function parseShare(text: string, path?: string, zeroAllowed = false): Share {
  const where = path === undefined ? {} : { path }
  const match = sharePattern.exec(text)
  const fraction = match?.[2] ?? ''
  if (!match || fraction.length > 9) {
    fail(
      'share.malformed',
      `${JSON.stringify(text.slice(0, 64))} is not a decimal fraction of at most 9 digits${shareFault(text, fraction)}.`,
      where,
    )
  }
  const parts =
    match[1]!.length > 1
      ? Number.POSITIVE_INFINITY
      : Number(match[1]) * sharePartsWhole + Number(fraction.padEnd(9, '0'))
  if (parts > sharePartsWhole || (parts === 0 && !zeroAllowed)) {
    fail(
      'share.outOfRange',
      `The share ${text.slice(0, 64)} is not ${zeroAllowed ? 'from 0 to' : 'above 0 and at most'} 1.`,
      where,
    )
  }
  return parts as Share
}

function shareFault(text: string, fraction: string): string {
  if (fraction.length > 9) return `: it has ${fraction.length}`
  if (/%\s*$/.test(text)) return ': it is a percentage'
  if (/^[0-9]+,[0-9]+$/.test(text)) return ': it has a decimal comma'
  if (/^[0-9]+\/[0-9]+$/.test(text)) return ': it is a fraction of two numbers'
  return /^-/.test(text) ? ': it is negative' : ''
}

/** `0.125` for 125,000,000 parts per billion. */
export function formatShare(parts: number): string {
  const padded = String(parts).padStart(10, '0')
  const fraction = padded.slice(-9).replace(/0+$/, '')
  return fraction === '' ? padded.slice(0, -9) : `${padded.slice(0, -9)}.${fraction}`
}

/** floor(units · share / B), towards −∞: the rounding of every division of revenue. */
export function shareFloor(units: bigint, share: number): bigint {
  return floorDiv(units * BigInt(share), whole)
}

/**
 * ceil(units · share / B), towards +∞. Only what a version owes over absolute edges rounds up, so its sources never get
 * too little.
 */
export function shareCeil(units: bigint, share: number): bigint {
  return ceilDiv(units * BigInt(share), whole)
}
