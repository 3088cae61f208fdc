/** Suggests a mapping from the beginning of an input, unpacked as ingestion would. */
import { z } from 'zod'
import { requireText } from '../decoding/input/requireReadable.ts'
import { unpackStream } from '../decoding/input/unpack.ts'
import { suggestMapping } from '../suggesting/index.ts'

export const mappingSuggestion = z.object({
  format: z.enum(['csv', 'json']),
  mapping: z.record(z.string(), z.unknown()),
  unsure: z.array(z.string()).describe('What a person should check'),
})
export type MappingSuggestion = z.output<typeof mappingSuggestion>

/** Enough for the first records, and for one that is large. */
const headBytesMax = 4 << 20

/** @throws HeadwaterError `input.damaged`, `input.unknownFormat` for what is no text */
export async function suggestFrom(
  chunks: AsyncIterable<Uint8Array>,
  origin: string,
): Promise<MappingSuggestion> {
  const head: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of unpackStream(chunks)) {
    head.push(chunk)
    bytes += chunk.length
    if (bytes >= headBytesMax) break
  }
  const beginning = Buffer.concat(head)
  requireText(beginning, origin)
  const { format, mapping, unsure } = suggestMapping(beginning, origin)
  return { format, mapping: { ...mapping }, unsure: [...unsure] }
}
