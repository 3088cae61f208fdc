/** Checks of an append and errors about its outcome, shared by all adapters. */
import { fail, HeadwaterError } from '../errors.ts'
import { invariant } from '../invariant.ts'
import type { Revision, StreamAppend } from './port.ts'

/** −1 for a stream that does not exist yet, so that `expected + 1` is always the next revision. */
export function revisionNumber(expected: Revision | 'none'): number {
  return expected === 'none' ? -1 : expected
}

/** Wrong use is a bug: no streams, a stream named twice, a stream without events. */
export function assertAppends(appends: readonly StreamAppend[]): void {
  invariant(appends.length > 0, 'an append names at least one stream')
  invariant(
    new Set(appends.map((append) => append.stream)).size === appends.length,
    'an append names a stream once',
  )
  invariant(
    appends.every((append) => append.events.length > 0),
    'an append brings at least one event to each stream',
  )
}

/** Last revision of each stream once the append is recorded. */
export function revisionsAfter(appends: readonly StreamAppend[]): Map<string, Revision> {
  return new Map(
    appends.map((append) => [append.stream, revisionNumber(append.expectedRevision) + append.events.length]),
  )
}

/** @param actual the stream's last revision; −1 where it does not exist */
export function failWrongRevision({ stream, expectedRevision }: StreamAppend, actual: number): never {
  const shown = actual < 0 ? 'none' : actual
  fail(
    'eventstore.wrongRevision',
    `The stream ${stream} was expected at revision ${expectedRevision} and is at ${shown}: another writer was first.`,
    { data: { stream, expected: expectedRevision, actual: shown } },
  )
}

/** Whether an append was refused because another writer was first. Nothing of the append is recorded then. */
export function isWrongRevision(error: unknown): boolean {
  return error instanceof HeadwaterError && error.code === 'eventstore.wrongRevision'
}
