/**
 * The WebAssembly module behind Keccak-256, and its memory. One instance a thread, made at first use; calls are
 * synchronous, so the working areas are shared by all of them. Input goes through in chunks: memory never grows.
 */
import { keccakWasm } from './keccak.wasm.ts'

export const digestBytes = 32
/** Bytes of the input area: what one call into the module hashes. Small enough to stay in a core's cache. */
export const inputBytesMax = 1 << 20
/** Digests of the output area, and so messages of one call. */
export const digestsMax = 1 << 15
/** The padding reads whole words, up to this far beyond a message. */
const readBeyondMax = 8

const pageBytes = 65_536

// What is used of WebAssembly's own interface; browsers and Node type it in libraries that don't agree.
interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

interface Exports {
  readonly memory: Memory
  workspace(): number
  hashMany(bytes: number, offsets: number, count: number, out: number): void
  begin(): void
  update(at: number, blocks: number): void
  finish(at: number, length: number, out: number): void
  hashFixed(messages: number, count: number, words: number, out: number): void
  permuteMany(count: number): void
}

/** The module and three areas of its memory: addresses for it, views for us. */
interface Engine {
  readonly wasm: Exports
  readonly inputAt: number
  readonly input: Uint8Array
  readonly offsetsAt: number
  readonly offsets: Uint32Array
  readonly outputAt: number
  readonly output: Uint8Array
}

let engine: Engine | undefined

export function keccakEngine(): Engine {
  engine ??= instantiate()
  return engine
}

function instantiate(): Engine {
  const code = Uint8Array.from(atob(keccakWasm), (character) => character.charCodeAt(0))
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(code)).exports as Exports
  const inputAt = Math.ceil(wasm.workspace() / 64) * 64
  const offsetsAt = inputAt + inputBytesMax + 64
  const outputAt = offsetsAt + (digestsMax + 16) * 4
  const end = outputAt + digestsMax * 32 + readBeyondMax
  wasm.memory.grow(Math.ceil((end - wasm.memory.buffer.byteLength) / pageBytes))
  const { buffer } = wasm.memory
  return {
    wasm,
    inputAt,
    input: new Uint8Array(buffer, inputAt, inputBytesMax),
    offsetsAt,
    offsets: new Uint32Array(buffer, offsetsAt, digestsMax + 1),
    outputAt,
    output: new Uint8Array(buffer, outputAt, digestsMax * 32),
  }
}
