/**
 * Which errors of the embedded engine mean that a file is not what was written, and which file it is. Our statements are
 * right and no other process writes into the folder, so such an error never passes by itself.
 */
import { HeadwaterError } from '../../errors.ts'

/** Where in the usage store something is damaged. */
export interface DamagedPlace {
  readonly table?: string | undefined
  readonly part?: string | undefined
  /** In the folder of the usage store, or in the folder of the part. */
  readonly file?: string | undefined
}

/** ClickHouse's names: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
const damageTypes: ReadonlySet<string> = new Set([
  'ARGUMENT_OUT_OF_BOUND',
  'ATTEMPT_TO_READ_AFTER_EOF',
  'BAD_DATA_PART_NAME',
  'BAD_SIZE_OF_FILE_IN_DATA_PART',
  'BROKEN_PROJECTION',
  'CANNOT_DECOMPRESS',
  'CANNOT_READ_ALL_DATA',
  'CANNOT_READ_FROM_FILE_DESCRIPTOR',
  'CANNOT_SEEK_THROUGH_FILE',
  'CHECKSUM_DOESNT_MATCH',
  'CORRUPTED_DATA',
  'DUPLICATE_DATA_PART',
  'FILE_DOESNT_EXIST',
  'INCORRECT_DATA',
  'INCORRECT_FILE_NAME',
  'LZ4_DECODER_FAILED',
  'NOT_FOUND_COLUMN_IN_BLOCK',
  'NO_FILE_IN_DATA_PART',
  'NO_SUCH_DATA_PART',
  'SEEK_POSITION_OUT_OF_BOUND',
  'SIZES_OF_COLUMNS_DOESNT_MATCH',
  'SIZES_OF_COLUMNS_IN_TUPLE_DOESNT_MATCH',
  'SIZES_OF_MARKS_FILES_ARE_INCONSISTENT',
  'TOO_LARGE_ARRAY_SIZE',
  'TOO_LARGE_SIZE_COMPRESSED',
  'TOO_LARGE_STRING_SIZE',
  'TOO_MANY_UNEXPECTED_DATA_PARTS',
  'TYPE_MISMATCH',
  'UNEXPECTED_END_OF_FILE',
  'UNEXPECTED_FILE_IN_DATA_PART',
  'UNKNOWN_CODEC',
  'UNKNOWN_COMPRESSION_METHOD',
  'UNKNOWN_FORMAT_VERSION',
  'ZLIB_INFLATE_FAILED',
  'ZSTD_DECODER_FAILED',
])

/** Errors of opening alone: the text of a table's definition is another. */
const definitionTypes: ReadonlySet<string> = new Set([
  'ASYNC_LOAD_CANCELED',
  'ASYNC_LOAD_FAILED',
  'ASYNC_LOAD_WAIT_FAILED',
  'ILLEGAL_COLUMN',
  'ILLEGAL_TYPE_OF_ARGUMENT',
  'INCOMPATIBLE_COLUMNS',
  'NO_SUCH_COLUMN_IN_TABLE',
  'SYNTAX_ERROR',
  'TABLE_ALREADY_EXISTS',
  'UNKNOWN_DATABASE',
  'UNKNOWN_IDENTIFIER',
  'UNKNOWN_SETTING',
  'UNKNOWN_STORAGE',
  'UNKNOWN_TABLE',
  'UNKNOWN_TYPE',
])

const engineWordsMax = 240

export function isDamage(error: unknown): boolean {
  const type = typeOf(error)
  return type !== undefined && (damageTypes.has(type) || type.startsWith('CANNOT_PARSE_'))
}

export function isDefinitionDamage(error: unknown): boolean {
  const type = typeOf(error)
  return type !== undefined && (isDamage(error) || definitionTypes.has(type))
}

/**
 * The place that the engine's message names.
 * @param tableOf the name of the table whose parts are in the folder of this UUID
 */
export function placeOf(
  error: unknown,
  tableOf: (folder: string) => string | undefined = () => undefined,
): DamagedPlace {
  const text = error instanceof Error ? error.message : String(error)
  const [, folder, part, file] =
    /\/store\/[0-9a-f]{3}\/([0-9a-f-]{36})\/(\w+)\/(?:([\w.]+))?/.exec(text) ?? []
  const table =
    /in table \w+\.`?(\w+)`?/.exec(text)?.[1] ??
    /load table \w+\.(\w+)/.exec(text)?.[1] ??
    (folder === undefined ? undefined : tableOf(folder))
  return { table, part: part ?? /\bpart (all_\w+)/.exec(text)?.[1], file: file === '' ? undefined : file }
}

/** @param words the engine's, if it said something */
export function damagedUsage(
  path: string,
  place: DamagedPlace,
  { words, fix, cause }: { readonly words?: string; readonly fix?: string; readonly cause?: unknown } = {},
): HeadwaterError {
  const { table, part, file } = place
  const named = [
    file === undefined ? undefined : `the file ${file}`,
    part === undefined ? undefined : `the part ${part}`,
    table === undefined ? undefined : `the table ${table}`,
  ].filter((name) => name !== undefined)
  const where = named.length === 0 ? 'A file' : named.join(' of ').replace(/^t/, 'T')
  const said = words === undefined ? '' : `: ${cut(words)}`
  return new HeadwaterError(
    {
      code: 'data.damaged',
      message: `${where} in the usage store ${path} is damaged${said}.`,
      data: {
        path,
        ...(table !== undefined && { table }),
        ...(part !== undefined && { part }),
        ...(file !== undefined && { file }),
      },
      ...(fix !== undefined && { fix }),
    },
    { cause },
  )
}

function cut(words: string): string {
  const plain = words
    .replace(/ This is most likely due to hardware failure.*/s, '')
    .replace(/^Code: \d+\. DB::Exception: /, '')
    .replace(/[.\s]+$/, '')
  return plain.length > engineWordsMax ? `${plain.slice(0, engineWordsMax)}…` : plain
}

function typeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { type, message } = error as { type?: unknown; message?: unknown }
  if (typeof type === 'string') return type
  return /\(([A-Z0-9_]{6,})\)/.exec(String(message))?.[1]
}
