/**
 * Keys of closes: the same key gives the same answer, also after a restart, after the caller has gone, and while the
 * first close with it is still running. Only a close that succeeded is kept. One that failed may be tried again.
 */
import canonicalize from 'canonicalize'
import { sha256Hex } from '../../base/sha256.ts'
import { fail, HeadwaterError } from '../../errors.ts'
import type { CloseAsked } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import type { EpochReport } from '../answers.ts'
import type { CloseOptions } from '../progress.ts'

/** A key as the log keeps it. */
export type AskedKey = Pick<CloseAsked, 'key' | 'request'>

type Answered = Pick<EpochReport, 'epoch' | 'warnings'>

interface OnlyOnce {
  /**
   * Runs `close`, or gives the answer of the close that had the key.
   * @param answer makes the answer of an epoch that was closed before
   * @throws HeadwaterError `close.keyReused`
   */
  run(
    options: CloseOptions,
    close: (asked: AskedKey | undefined) => Promise<EpochReport>,
    answer: (closed: Answered) => Promise<EpochReport>,
  ): Promise<EpochReport>
}

export function createOnlyOnce(epochs: EpochLog): OnlyOnce {
  const running = new Map<string, { readonly request: string; readonly report: Promise<EpochReport> }>()

  async function closeOrFind(
    asked: AskedKey,
    close: (asked: AskedKey) => Promise<EpochReport>,
    answer: (closed: Answered) => Promise<EpochReport>,
  ): Promise<EpochReport> {
    const before = await find(asked)
    if (before) return answer(before)
    try {
      return await close(asked)
    } catch (error) {
      // Another process may have closed this epoch for the same caller.
      if (!(error instanceof HeadwaterError && error.code === 'close.anotherClosed')) throw error
      const meanwhile = await find(asked)
      if (meanwhile) return answer(meanwhile)
      throw error
    }
  }

  async function find(asked: AskedKey): Promise<Answered | undefined> {
    const found = (await epochs.list()).find((epoch) => epoch.asked?.key === asked.key)
    if (found === undefined) return undefined
    requireSame(asked, found.asked!.request)
    return { epoch: found.epoch, warnings: found.asked!.warnings } as Answered
  }

  return {
    async run(options, close, answer) {
      const asked = askedKey(options)
      if (asked === undefined) return close(undefined)
      const same = running.get(asked.key)
      if (same) {
        requireSame(asked, same.request)
        return same.report
      }
      const report = closeOrFind(asked, close, answer).finally(() => running.delete(asked.key))
      running.set(asked.key, { request: asked.request, report })
      return report
    },
  }
}

function askedKey({ key, until, confirm, epoch, ahead, treeFormats }: CloseOptions): AskedKey | undefined {
  if (key === undefined) return undefined
  return {
    key: sha256Hex(key),
    request: sha256Hex(canonicalize({ until, confirm, epoch, ahead: ahead || undefined, treeFormats })!),
  }
}

function requireSame(asked: AskedKey, request: string): void {
  if (asked.request !== request) {
    fail('close.keyReused', 'A close with this key was asked for before, with another body.')
  }
}
