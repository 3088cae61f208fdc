/**
 * A process that adds identities until it is killed; run by the tests. Batch n is the identities of the numbers from
 * n × 50 on and has the position n + 1. Prints `open POSITION`, then the number of each batch that `advance` let
 * through.
 *
 *     node writer.ts FOLDER MEMORY
 */
import { openIdentityIndex } from '../../src/identities/index.ts'
import { add, numbered } from './support.ts'

const [folder = '', memory = ''] = process.argv.slice(2)
const index = await openIdentityIndex({ folder, memoryBytesMax: Number(memory) })
console.log(`open ${index.position} ${index.rebuilt ?? ''}`)
for (let batch = index.position; ; batch++) {
  add(index, numbered(batch * 50, batch * 50 + 50))
  await index.advance(batch + 1)
  console.log(batch)
}
