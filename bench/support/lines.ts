/** Lines of any number as a file, or as a stream of bytes. */
import { closeSync, openSync, writeSync } from 'node:fs'

const blockCharacters = 1 << 20

/** @returns how many lines there are */
export function writeLines(path: string, lines: Iterable<string>): number {
  const file = openSync(path, 'w')
  let count = 0
  let block = ''
  for (const line of lines) {
    count++
    block += `${line}\n`
    if (block.length < blockCharacters) continue
    writeSync(file, block)
    block = ''
  }
  writeSync(file, block)
  closeSync(file)
  return count
}

/** Lines, each with its end, as blocks of bytes. */
export async function* inBlocks(lines: Iterable<string>): AsyncIterable<Uint8Array> {
  let block = ''
  for (const line of lines) {
    block += line
    if (block.length < blockCharacters) continue
    yield Buffer.from(block)
    block = ''
  }
  if (block !== '') yield Buffer.from(block)
}
