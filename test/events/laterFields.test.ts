/** Content bytes of fields that an event type gains later. */
import { describe, expect, it } from 'vitest'
import { ByteWriter } from '../../src/events/byteWriter.ts'

interface MadeUp {
  readonly name: string
  readonly edges: readonly { readonly to: string; readonly until?: string }[]
  readonly limit?: string
  readonly note?: string
}

/** The content of the type as it was first. */
function first(bytes: ByteWriter, { name, edges }: MadeUp): void {
  bytes.text(name)
  bytes.u32(edges.length)
  for (const { to } of edges) bytes.text(to)
}

/** The same type with three later fields, one of them in the items of a list. */
function later(bytes: ByteWriter, data: MadeUp): void {
  first(bytes, data)
  for (const [index, { until }] of data.edges.entries()) bytes.later(`edges/${index}/until`, until)
  bytes.later('limit', data.limit)
  bytes.later('note', data.note)
}

function written(write: (bytes: ByteWriter, data: MadeUp) => void, data: MadeUp): string {
  const bytes = new ByteWriter(64)
  write(bytes, data)
  return Buffer.from(bytes.taken()).toString('hex')
}

const plain: MadeUp = { name: 'a', edges: [{ to: 'x' }, { to: 'y' }] }

describe('a later field', () => {
  it('does not change the content of an event without it', () => {
    expect(written(later, plain)).toBe(written(first, plain))
  })

  it('gives each event with it a content of its own', () => {
    const contents = [
      plain,
      { ...plain, limit: '1' },
      { ...plain, note: '1' },
      { ...plain, limit: 'note', note: '1' },
      { ...plain, edges: [{ to: 'x', until: '1' }, { to: 'y' }] },
      { ...plain, edges: [{ to: 'x' }, { to: 'y', until: '1' }] },
      { ...plain, edges: [{ to: 'x' }, { to: 'y' }, { to: 'limit' }] },
      { ...plain, edges: [{ to: 'x' }, { to: 'y' }, { to: 'limit' }, { to: '1' }] },
    ].map((data) => written(later, data))
    expect(new Set(contents).size).toBe(contents.length)
  })
})
