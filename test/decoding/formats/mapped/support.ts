/** What the records of a text become by a mapping, read as ingestion reads them. */
import { openStream } from '../../../../src/decoding/input/open.ts'
import { decode } from '../../../../src/decoding/records/decoder.ts'
import { readRecord } from '../../../../src/ingest/readParts.ts'
import type { InputFormat } from '../../../../src/service/headwater.ts'
import { chunksOf } from '../../../support/memoryIngest.ts'

export interface Data {
  readonly asset?: string
  readonly version?: string
  readonly amount?: string
  readonly currency?: string
  readonly caller?: string
  readonly tokens?: Readonly<Record<string, string | number>>
}

type Read =
  | { readonly id: string; readonly time: string; readonly data: Data }
  | { readonly skipped: string }
  | { readonly code: string; readonly message: string; readonly path?: string; readonly id?: string }

export async function readAll(text: string, format: InputFormat, mapping: object): Promise<Read[]> {
  const opened = await openStream(chunksOf(text), { format, mapping, origin: 'file.export' })
  const found: Read[] = []
  for await (const block of decode(opened.chunks, opened.format)) {
    for (let record = 0; record < block.count; record++) {
      const { bytes } = block
      const [start, end, line] = [block.starts[record]!, block.ends[record]!, block.lines[record]!]
      for (const part of readRecord(opened.format, { bytes, start, end, line })) {
        if ('skipped' in part) found.push({ skipped: part.skipped })
        else if ('fault' in part) {
          const { code, message, path } = part.fault
          found.push({
            code,
            message,
            ...(path !== undefined && { path }),
            ...(part.id !== undefined && { id: part.id }),
          })
        } else found.push(JSON.parse(JSON.stringify(part.event)))
      }
    }
  }
  return found
}

export async function dataOf(text: string, format: InputFormat, mapping: object): Promise<(Data | string)[]> {
  const found = await readAll(text, format, mapping)
  return found.map((one) => ('data' in one ? one.data : 'skipped' in one ? one.skipped : one.code))
}

/** One row of CSV, its tokens or amount by these templates. */
export async function rowOf(
  columns: Readonly<Record<string, string>>,
  mapping: object,
  event: object,
): Promise<Data | string> {
  const text = `#;${Object.keys(columns).join(';')}\n1;${Object.values(columns).join(';')}\n`
  const [data] = await dataOf(text, 'csv', {
    delimiter: ';',
    ...mapping,
    event: { source: 's', id: '{#line}', time: '2026-01-01T00:00:00Z', asset: 'model:x', ...event },
  })
  return data!
}
