/**
 * The pages of leaves in the file of a tree. A page that was read and compared with the index stays in memory, where room
 * for it is: what is read from it later is what was checked, whatever becomes of the file.
 */
import { sameBytes } from '../siblings.ts'
import { DamagedTreeFile } from './damaged.ts'
import { indexEntry, indexEntryBytes, type Layout, leafBytes, pageLeaves } from './layout.ts'

const pageBytes = pageLeaves * leafBytes
const empty = -1

/** The bytes of a file. */
export interface ReadableBytes {
  readonly size: number
  /** Exactly `length` bytes from `offset`. @param into where they may be put, if it has just that length */
  read(offset: number, length: number, into?: Uint8Array): Uint8Array
}

/** Leaves in memory, and where they begin. */
export interface Leaves {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly at: number
  readonly count: number
}

export class Pages {
  readonly #file: ReadableBytes
  readonly #layout: Layout
  /** Checked when the file was opened. */
  readonly #index: Uint8Array
  /** Room for pages, which the system gives as it is used. */
  readonly #held: Uint8Array
  readonly #view: DataView
  /** Which page each place of the room has. */
  readonly #pageOf: Int32Array

  /** @param heldMax pages that stay in memory at most; at least one does */
  constructor(file: ReadableBytes, layout: Layout, index: Uint8Array, heldMax: number) {
    this.#file = file
    this.#layout = layout
    this.#index = index
    const places = Math.max(1, Math.min(heldMax, layout.pageCount))
    this.#held = new Uint8Array(places * pageBytes)
    this.#view = new DataView(this.#held.buffer)
    this.#pageOf = new Int32Array(places).fill(empty)
  }

  get heldBytes(): number {
    return this.#held.length
  }

  /** The leaves are there until another page is asked for. @throws DamagedTreeFile */
  page(page: number): Leaves {
    const place = page % this.#pageOf.length
    const at = place * pageBytes
    const count = this.#leavesOf(page)
    if (this.#pageOf[place] !== page) {
      this.#pageOf[place] = empty
      this.#read(page, this.#held.subarray(at, at + count * leafBytes))
      this.#pageOf[place] = page
    }
    return { bytes: this.#held, view: this.#view, at, count }
  }

  /** The same leaves in memory of their own, and no longer than its reader has them. @throws DamagedTreeFile */
  pageApart(page: number): Leaves {
    const count = this.#leavesOf(page)
    const bytes = new Uint8Array(count * leafBytes)
    this.#read(page, bytes)
    return { bytes, view: new DataView(bytes.buffer), at: 0, count }
  }

  #leavesOf(page: number): number {
    return Math.min(pageLeaves, this.#layout.leafCount - page * pageLeaves)
  }

  #read(page: number, room: Uint8Array): void {
    const leaves = this.#file.read(page * pageBytes, room.length, room)
    if (leaves !== room) room.set(leaves)
    const entry = this.#index.subarray(page * indexEntryBytes, (page + 1) * indexEntryBytes)
    if (!sameBytes(indexEntry(room), entry)) throw new DamagedTreeFile(`page ${page} of a tree is damaged`)
  }
}
