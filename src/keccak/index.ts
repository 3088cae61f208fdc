/** Keccak-256 in bulk, in WebAssembly with two lanes. Works the same in Node and in browsers. */

export { digestBytes, keccak256, keccak256Many } from './messages.ts'
export type { ByteStrings } from './port.ts'
