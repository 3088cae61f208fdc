/**
 * What the chain said before: vaults and pools, which contracts Story deploys for IPs, and which IPs have a version. It is
 * kept as notes. A release keeps its place, so that a block that is decoded again gives the same events.
 */
import type { Hex, Note } from '../source/decoder.ts'

/** Places of a chain in one number: logs of a block are fewer than 2^20, and blocks than 2^33. */
const logsPerBlockMax = 1 << 20

export interface Position {
  readonly block: number
  readonly logIndex: number
}

export class Known {
  readonly #ipsByVault = new Map<Hex, Hex>()
  readonly #pools = new Set<Hex>()
  readonly #releases = new Map<Hex, number>()
  /** Of the block that is decoded. */
  #notes: Note[] = []

  get vaults(): Iterable<Hex> {
    return this.#ipsByVault.keys()
  }

  get vaultCount(): number {
    return this.#ipsByVault.size
  }

  ipOf(vault: Hex): Hex | undefined {
    return this.#ipsByVault.get(vault)
  }

  isPool(address: Hex): boolean {
    return this.#pools.has(address)
  }

  /** Whether the IP has a version since before a place. */
  isReleased(ip: Hex, before: Position): boolean {
    const place = this.#releases.get(ip)
    return place !== undefined && place < placeNumber(before)
  }

  addVault(vault: Hex, ip: Hex): void {
    if (this.#ipsByVault.has(vault)) return
    this.#ipsByVault.set(vault, ip)
    this.#notes.push({ key: `vault ${vault}`, value: ip })
  }

  addPool(pool: Hex, group: Hex): void {
    if (this.#pools.has(pool)) return
    this.#pools.add(pool)
    this.#notes.push({ key: `pool ${pool}`, value: group })
  }

  addRelease(ip: Hex, at: Position): void {
    if (this.#releases.has(ip)) return
    const place = placeNumber(at)
    this.#releases.set(ip, place)
    this.#notes.push({ key: `release ${ip}`, value: String(place) })
  }

  restore(notes: readonly Note[]): void {
    for (const { key, value } of notes) {
      const [kind, address] = key.split(' ') as [string, Hex]
      if (kind === 'vault') this.#ipsByVault.set(address, value as Hex)
      else if (kind === 'pool') this.#pools.add(address)
      else this.#releases.set(address, Number(value))
    }
  }

  /** The notes since the last call. */
  takeNotes(): Note[] {
    const notes = this.#notes
    this.#notes = []
    return notes
  }
}

function placeNumber({ block, logIndex }: Position): number {
  return block * logsPerBlockMax + logIndex
}
