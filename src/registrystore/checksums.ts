/** Checksums of rows: SQLite notices a broken page only where its structure breaks. */
import { crc32 } from 'node:zlib'

type Field = string | number | null | Uint8Array

/** Of fields in their order. The places of fields say which of them is a number. */
export function checkOf(...fields: readonly Field[]): number {
  let text = ''
  let sum = 0
  for (const field of fields) {
    if (field instanceof Uint8Array) sum = crc32(field, sum)
    else text += field === null ? '\n' : `${field}\n`
  }
  return crc32(text, sum)
}

/** Of a contribution: whole numbers alone, because there may be millions. */
export function checkOfWork(asset: number, place: number, payee: number, units: number): number {
  let sum = mix(0x9e3779b9, asset)
  sum = mix(sum, place)
  sum = mix(sum, payee)
  sum = mix(sum, units | 0)
  return mix(sum, Math.floor(units / 0x1_0000_0000)) >>> 0
}

function mix(sum: number, value: number): number {
  const mixed = Math.imul(sum ^ value, 0x85ebca6b)
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
}
