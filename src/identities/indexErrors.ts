/** Turns failures of the index's files into errors of Headwater. */
import { fileLimitMessage, isFileLimit } from '../base/fileLimit.ts'
import { HeadwaterError } from '../errors.ts'
import { IndexDamage } from './runFile.ts'

export async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw translate(error)
  }
}

export function translatedNow(work: () => void): void {
  try {
    work()
  } catch (error) {
    throw translate(error)
  }
}

function translate(error: unknown): unknown {
  if (error instanceof IndexDamage) {
    const message = `The identity index is damaged: ${error.message}.`
    return new HeadwaterError({ code: 'identities.damaged', message }, { cause: error })
  }
  // Only errors of the system name a system call. Every other error is a bug and stays as it is.
  if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') return error
  if (isFileLimit(error)) {
    const message = fileLimitMessage('a file of the identity index')
    return new HeadwaterError({ code: 'data.fileLimit', message }, { cause: error })
  }
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
    const message = `The identity index's disk is full: ${(error as Error).message}.`
    return new HeadwaterError({ code: 'data.diskFull', message }, { cause: error })
  }
  const message = `The identity index could not be read or written: ${(error as Error).message}.`
  return new HeadwaterError({ code: 'identities.unavailable', message }, { cause: error })
}
