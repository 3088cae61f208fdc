/** Translates errors of the engine to expected failures. */
import { fileLimitMessage, isFileLimit } from '../../base/fileLimit.ts'
import { HeadwaterError } from '../../errors.ts'

// ClickHouse's NOT_ENOUGH_SPACE. A failed write has the operating system's message instead.
const notEnoughSpace = '243'
const noSpaceLeft = /No space left on device|errno: 28\b|NOT_ENOUGH_SPACE/
const messageLengthMax = 600

/**
 * @returns `data.fileLimit` where the process may open no more files, `data.diskFull` where the disk is full, else `usage.unavailable` with the
 * engine's message
 */
export function engineFailure(error: unknown): HeadwaterError {
  if (error instanceof HeadwaterError) return error
  if (isFileLimit(error)) {
    const message = fileLimitMessage('a file of the usage store')
    return new HeadwaterError({ code: 'data.fileLimit', message }, { cause: error })
  }
  const code = codeOf(error)
  // Where every address of a name refused, Node gives a code and no message.
  const text = error instanceof Error ? error.message || (code ?? error.name) : String(error)
  const words = text.length > messageLengthMax ? `${text.slice(0, messageLengthMax)}…` : text
  const options = { cause: error }
  if (code === notEnoughSpace || noSpaceLeft.test(text)) {
    return new HeadwaterError(
      { code: 'data.diskFull', message: `The usage store's disk is full: ${words}` },
      options,
    )
  }
  return new HeadwaterError(
    {
      code: 'usage.unavailable',
      message: `The usage store failed: ${words}`,
      ...(code === undefined ? {} : { data: { engineCode: code } }),
    },
    options,
  )
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return String(error.code)
}
