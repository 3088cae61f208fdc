/**
 * Numbers byte strings: equal ones get the same number, from 0 on in the order in which they come. It is a hash table in
 * typed arrays, because a `Map` of millions of strings takes five times the memory, and each collection of garbage
 * reads all of it.
 */
import { randomInt } from 'node:crypto'
import { invariant } from '../invariant.ts'
import { grown, releaseMemory } from './grown.ts'

const chunkBits = 20
const chunkBytes = 1 << chunkBits
const keyBytesMax = 65_535
/** Places of the table for each key; above this share it grows. */
const fullness = 0.6
const seedsEnd = 2 ** 32

export class ByteKeys {
  size = 0
  #chunks: Buffer[] = []
  /** Of the last chunk. */
  #used = 0
  /** Chunk and place in it. A key is never in two chunks. */
  #offsets = new Uint32Array(0)
  #lengths = new Uint16Array(0)
  #hashes = new Uint32Array(0)
  /** Number of a key and 1; 0 for a free place. Its length is a power of 2. */
  #places = new Uint32Array(1_024)
  readonly #seed: number

  /** @param seed any number that others cannot guess: with it no sender can choose keys that fall on one place */
  constructor(seed: number = randomInt(seedsEnd)) {
    this.#seed = seed
  }

  /** The number of the bytes of `key` from `start` to `end`, which are added where they are new. */
  add(key: Uint8Array, end: number, start = 0): number {
    const hash = this.#hash(key, start, end)
    const known = this.#search(key, start, end, hash)
    return known < 0 ? this.#append(key, start, end, hash) : known
  }

  /** The same without adding them: −1 where they are new. */
  find(key: Uint8Array, end: number, start = 0): number {
    return this.#search(key, start, end, this.#hash(key, start, end))
  }

  #search(key: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#places.length - 1
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const number = this.#places[place]! - 1
      if (number < 0) return -1
      if (this.#hashes[number] === hash && this.#equals(number, key, start, end)) return number
    }
  }

  length(number: number): number {
    return this.#lengths[number]!
  }

  byte(number: number, at: number): number {
    const offset = this.#offsets[number]!
    return this.#chunks[offset >>> chunkBits]![(offset & (chunkBytes - 1)) + at]!
  }

  /** Copies the first `length` bytes into `into` from `at` on. */
  copy(number: number, length: number, into: Uint8Array, at: number): void {
    const offset = this.#offsets[number]!
    const chunk = this.#chunks[offset >>> chunkBits]!
    const from = offset & (chunkBytes - 1)
    for (let i = 0; i < length; i++) into[at + i] = chunk[from + i]!
  }

  /** The bytes from `start` to `end` as text. */
  text(number: number, encoding: 'utf8' | 'hex', start: number, end: number): string {
    const offset = this.#offsets[number]!
    const from = offset & (chunkBytes - 1)
    return this.#chunks[offset >>> chunkBits]!.toString(encoding, from + start, from + end)
  }

  /** Forgets all keys, and gives their memory back at once. */
  release(): void {
    for (const chunk of this.#chunks) releaseMemory(chunk)
    for (const column of [this.#offsets, this.#lengths, this.#hashes, this.#places]) releaseMemory(column)
    this.#chunks = []
    this.#offsets = new Uint32Array(0)
    this.#lengths = new Uint16Array(0)
    this.#hashes = new Uint32Array(0)
    this.#places = new Uint32Array(1_024)
    this.#used = 0
    this.size = 0
  }

  #append(key: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start
    invariant(length <= keyBytesMax, `a key has at most ${keyBytesMax} bytes`)
    const number = this.size
    if (number >= this.#offsets.length) {
      this.#offsets = grown(this.#offsets, number + 1)
      this.#lengths = grown(this.#lengths, number + 1)
      this.#hashes = grown(this.#hashes, number + 1)
    }
    if (this.#chunks.length === 0 || this.#used + length > chunkBytes) {
      this.#chunks.push(Buffer.alloc(chunkBytes))
      invariant(this.#chunks.length <= 2 ** (32 - chunkBits), 'all keys together have at most 4 GiB')
      this.#used = 0
    }
    const chunk = this.#chunks.at(-1)!
    for (let at = 0; at < length; at++) chunk[this.#used + at] = key[start + at]!
    this.#offsets[number] = (this.#chunks.length - 1) * chunkBytes + this.#used
    this.#lengths[number] = length
    this.#hashes[number] = hash
    this.#used += length
    this.size++
    if (this.size > this.#places.length * fullness) this.#rehash()
    else this.#place(number)
    return number
  }

  #rehash(): void {
    this.#places = new Uint32Array(this.#places.length * 2)
    for (let number = 0; number < this.size; number++) this.#place(number)
  }

  #place(number: number): void {
    const mask = this.#places.length - 1
    let place = this.#hashes[number]! & mask
    while (this.#places[place] !== 0) place = (place + 1) & mask
    this.#places[place] = number + 1
  }

  #equals(number: number, key: Uint8Array, start: number, end: number): boolean {
    const length = end - start
    if (this.#lengths[number] !== length) return false
    const offset = this.#offsets[number]!
    const chunk = this.#chunks[offset >>> chunkBits]!
    const from = offset & (chunkBytes - 1)
    for (let at = length - 1; at >= 0; at--) if (chunk[from + at] !== key[start + at]) return false
    return true
  }

  /** FNV-1a from the seed, and a last mixing, because the table uses the low bits. */
  #hash(key: Uint8Array, start: number, end: number): number {
    let hash = this.#seed
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ key[at]!, 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    return (hash ^ (hash >>> 13)) >>> 0
  }
}
