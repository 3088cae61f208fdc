/** Options that say how an input is read. */
import { createReadStream, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fail } from '../../errors.ts'
import { type InputFormat, inputFormats, standardInputOrigin } from '../../service/headwater.ts'
import type { Session } from '../session.ts'
import { choiceOption } from './definition.ts'

export const formatOption = () =>
  choiceOption(
    '--format <format>',
    'format of the input (default: auto, found by looking at the input)',
    inputFormats,
  )

/** @throws HeadwaterError `usage.invalid` */
export function readFormat(name: string): InputFormat {
  const found = inputFormats.find((format) => format === name)
  if (found !== undefined) return found
  return fail(
    'usage.invalid',
    `The format ${JSON.stringify(name.slice(0, 64))} is not one of ${inputFormats.join(', ')}.`,
  )
}

/** @throws HeadwaterError `input.unreadable`, `mapping.malformed` */
export function readMapping(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return fail('input.unreadable', `The mapping ${file} can't be read: ${(error as Error).message}.`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail('mapping.malformed', `The mapping ${file} is not JSON: ${(error as Error).message}.`)
  }
}

/** How reports name an input. */
export function originOf(file: string): string {
  return file === '-' ? standardInputOrigin : basename(file)
}

/**
 * The bytes of a file or of standard input. A file is opened when it is read first: a stream that was opened before would
 * fail while no reader waits for it, and end the process.
 * @throws HeadwaterError `input.unreadable`
 */
export async function* bytesOf(session: Session, file: string): AsyncGenerator<Uint8Array> {
  yield* chunksOf(file === '-' ? session.streams.stdin : createReadStream(file), file)
}

/** The chunks of an input as bytes. @throws HeadwaterError `input.unreadable` */
export async function* chunksOf(
  input: AsyncIterable<Uint8Array | string>,
  file: string,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of input) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (error) {
    fail('input.unreadable', `${file} can't be read to the end: ${(error as Error).message}.`)
  }
}
