/** What the ledger calls the IPs of Story, and their one version. */
import type { Hex } from '../source/decoder.ts'

export interface Names {
  /** CAIP-2 */
  readonly chain: string
  /** The kind of the assets. */
  readonly kind: string
  /** Of a derivative to its parents. */
  readonly relation: string
}

/** An IP links to its parents once, before anything is earned: it has one version. */
export const storyVersion = '1'

/** `dataset:story/1514/0x…` */
export function assetOf({ chain, kind }: Names, ip: string): string {
  return `${kind}:story/${chain.slice(chain.indexOf(':') + 1)}/${ip.toLowerCase()}`
}

export function lower(address: string): Hex {
  return address.toLowerCase() as Hex
}
