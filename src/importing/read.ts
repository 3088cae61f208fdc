/** Finds out what a file is by looking into it, and reads it. */
import { fail } from '../errors.ts'
import { hasFrontMatter, readCard } from './formats/card.ts'
import { isCroissant, readCroissant, wantedColumns } from './formats/croissant.ts'
import { isHubEntry, readAdapterConfig, readConfig, readHub } from './formats/hub.ts'
import { isMlBom, readMlBom } from './formats/mlbom.ts'
import { isOpenLineage, readOpenLineage } from './formats/openlineage.ts'
import { isProv, readProv } from './formats/prov.ts'
import { isSpdx2, isSpdx3, readSpdx } from './formats/spdx.ts'
import type { LineageFormat, Reading, Source, WantedColumns } from './model.ts'
import { type Fields, fieldOf, isFields } from './values.ts'

interface FormatReader {
  readonly format: LineageFormat
  readonly recognizes: (value: unknown) => boolean
  readonly read: (source: Source, value: never) => Reading
}

/** In the order in which they are tried: those with a mark of their own first. */
const readers: readonly FormatReader[] = [
  { format: 'mlbom', recognizes: isMlBom, read: (_, value: Fields) => readMlBom(value) },
  { format: 'openlineage', recognizes: isOpenLineage, read: (_, value) => readOpenLineage([value]) },
  { format: 'croissant', recognizes: isCroissant, read: readCroissant },
  { format: 'spdx', recognizes: isSpdx3, read: (_, value: Fields) => readSpdx(value) },
  { format: 'hub', recognizes: isHubEntry, read: readHub },
  {
    format: 'adapterConfig',
    recognizes: (value) => fieldOf(value, 'peft_type', 'base_model_name_or_path') !== undefined,
    read: readAdapterConfig,
  },
  {
    format: 'config',
    recognizes: (value) => fieldOf(value, 'model_type', 'architectures', '_name_or_path') !== undefined,
    read: readConfig,
  },
  { format: 'prov', recognizes: isProv, read: (_, value: Fields) => readProv(value) },
]

interface ReadDocument {
  readonly format: LineageFormat
  readonly reading: Reading
}

/**
 * @returns undefined where the file is no document of lineage, such as a README without front matter
 * @throws HeadwaterError `lineage.*`
 */
export function readDocument(source: Source): ReadDocument | undefined {
  if (hasFrontMatter(source.text)) return { format: 'card', reading: readCard(source) }
  const text = source.text.replace(/^\uFEFF/, '')
  if (!/^\s*[[{]/.test(text)) return undefined
  const values = jsonOf(text)
  const [first] = values
  if (isSpdx2(first)) {
    fail(
      'lineage.unsupported',
      `${String(first.spdxVersion)} has no profile for models and datasets. Export the document as SPDX 3.`,
    )
  }
  // Lists and JSON lines: events, and entries of the Hub.
  if (values.length > 1 || Array.isArray(first)) {
    const items = values.length > 1 ? values : (first as unknown[])
    if (items.some(isOpenLineage)) return { format: 'openlineage', reading: readOpenLineage(items) }
    if (items.some(isHubEntry)) return { format: 'hub', reading: readHub(source, items) }
    return undefined
  }
  const reader = readers.find(({ recognizes }) => recognizes(first))
  if (reader === undefined || !isFields(first)) return undefined
  return { format: reader.format, reading: reader.read(source, first as never) }
}

/** The columns of data files beside the document that say where its records come from. */
export function columnsWantedBy(text: string): readonly WantedColumns[] {
  if (!text.includes('mlcommons.org/croissant')) return []
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isCroissant(value) ? wantedColumns(value) : []
  } catch {
    // The reader says what is wrong with the document.
    return []
  }
}

/** The value of a JSON text, or the values of JSON lines. */
function jsonOf(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)]
  } catch (error) {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    if (lines.length < 2) fail('lineage.malformed', `The file is not JSON: ${(error as Error).message}.`)
    return lines.map((line, index) => {
      try {
        return JSON.parse(line) as unknown
      } catch {
        // A single value over many lines fails at its first line.
        const message = index === 0 ? (error as Error).message : `line ${index + 1} is no JSON`
        return fail('lineage.malformed', `The file is neither JSON nor JSON lines: ${message}.`)
      }
    })
  }
}
