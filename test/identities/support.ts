/** Batches of identities for the tests, and the slow obvious index that the real one is compared with. */
import { createHash } from 'node:crypto'
import type { IdentityIndex } from '../../src/identities/port.ts'

export interface Batch {
  readonly identity: Uint8Array
  readonly content: Uint8Array
  readonly length: number
}

/** Uniform like real identities; the same number gives the same 16 bytes. */
export function hash16(name: string | number): Uint8Array {
  return createHash('sha256').update(String(name)).digest().subarray(0, 16)
}

export function batchOf(
  items: readonly { readonly identity: Uint8Array; readonly content: Uint8Array }[],
): Batch {
  const identity = new Uint8Array(items.length * 16)
  const content = new Uint8Array(items.length * 16)
  for (const [index, item] of items.entries()) {
    identity.set(item.identity, index * 16)
    content.set(item.content, index * 16)
  }
  return { identity, content, length: items.length }
}

/** Identities `from … to − 1`, each with the content of `version`. */
export function numbered(from: number, to: number, version = 0): Batch {
  return batchOf(
    Array.from({ length: to - from }, (_, index) => ({
      identity: hash16(from + index),
      content: hash16(`content ${version} of ${from + index}`),
    })),
  )
}

export function check(index: Pick<IdentityIndex, 'check'>, batch: Batch): number[] {
  const out = new Uint8Array(batch.length)
  index.check(batch.identity, batch.content, batch.length, out)
  return [...out]
}

export function add(index: Pick<IdentityIndex, 'add'>, batch: Batch): void {
  index.add(batch.identity, batch.content, batch.length)
}

/** Adds those that are new, as an ingester does, and gives the judgement of all. */
export function take(index: Pick<IdentityIndex, 'add' | 'check'>, batch: Batch): number[] {
  const judged = check(index, batch)
  const items = judged.flatMap((judgement, number) => (judgement === 0 ? [itemOf(batch, number)] : []))
  add(index, batchOf(items))
  return judged
}

function itemOf({ identity, content }: Batch, number: number): { identity: Uint8Array; content: Uint8Array } {
  return {
    identity: identity.subarray(number * 16, number * 16 + 16),
    content: content.subarray(number * 16, number * 16 + 16),
  }
}

/** The reference: a map from identity to content. */
export function referenceIndex(): Pick<IdentityIndex, 'add' | 'check' | 'size'> {
  const contents = new Map<string, string>()
  const hex = (bytes: Uint8Array, number: number): string =>
    Buffer.from(bytes.subarray(number * 16, number * 16 + 16)).toString('hex')
  return {
    get size() {
      return contents.size
    },
    check(identity, content, length, out) {
      const batch = new Map<string, string>()
      for (let number = 0; number < length; number++) {
        const id = hex(identity, number)
        const first = contents.get(id) ?? batch.get(id)
        out[number] = first === undefined ? 0 : first === hex(content, number) ? 1 : 2
        if (first === undefined) batch.set(id, hex(content, number))
      }
    },
    add(identity, content, length) {
      for (let number = 0; number < length; number++) {
        if (!contents.has(hex(identity, number))) contents.set(hex(identity, number), hex(content, number))
      }
    },
  }
}
