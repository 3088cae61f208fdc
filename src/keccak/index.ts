/** Keccak-256 in bulk, in WebAssembly with two lanes. Works the same in Node and in browsers. */

export { digestBytes } from './engine.ts'
export { keccak256Fixed } from './fixed.ts'
export { type ByteStrings, keccak256, keccak256Many } from './messages.ts'
